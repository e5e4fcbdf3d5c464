import { fileWish as file } from "@secondlock/engine/testing";

/** A change that would lock out, or a good one that something happens to. */
export interface LockOutCase {
  readonly change: string;
  readonly wishes: readonly string[];
  /** The step at which the fault comes; none: the change itself is the fault. */
  readonly at?: "journal" | "rehearse" | "apply" | "log in anew" | "confirm";
  readonly fault?: "kill -9" | "link down" | "power cut";
  readonly because?: RegExp | undefined;
  /** The host cannot try changes in a copy of /etc, as in some containers: only the new login can tell. */
  readonly unrehearsed?: true;
}

const dropIn = "/etc/ssh/sshd_config.d/00-secondlock.conf";

function firewall(rules: string): readonly string[] {
  const unit = `[Unit]\nDescription=a firewall\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/sbin/nft -f /etc/secondlock/firewall.nft\nExecReload=/usr/sbin/nft -f /etc/secondlock/firewall.nft\nExecStop=-/usr/sbin/nft delete table inet secondlock\n[Install]\nWantedBy=multi-user.target\n`;
  const table = "table inet secondlock";
  return [
    file(
      "/etc/secondlock/firewall.nft",
      `${table}\ndelete ${table}\n${table} {\n  chain input { type filter hook input priority 0; policy drop; ${rules}\n  }\n}\n`,
      "600",
    ),
    file("/etc/systemd/system/secondlock-firewall.service", unit),
    "unit\tsecondlock-firewall.service\tyes\tyes",
    "reload\tnftables",
  ];
}

/** Changes that would each lock the operator out, were nobody there to take them back. */
const lockingOut: Readonly<Record<string, readonly string[]>> = {
  "sshd lets in nobody": [file(dropIn, "AllowUsers nobody\n", "600"), "reload\tssh"],
  "sshd wants what nobody has": [file(dropIn, "AuthenticationMethods hostbased,publickey\n", "600"), "reload\tssh"],
  "sshd listens on the loopback only": [file(dropIn, "ListenAddress 127.0.0.1:22\n", "600"), "reload\tssh"],
  "sshd does not start with it": [file(dropIn, "NoSuchKeyword yes\n", "600"), "reload\tssh"],
  "sshd is stopped": ["unit\tssh.service\tno\tno"],
  "the firewall drops everything": firewall(""),
  "the firewall drops all but what stands": firewall("ct state established,related accept"),
  "the firewall forgets IPv6": firewall("ct state established,related accept; meta nfproto ipv4 accept"),
  "PAM names a module that is not there": [
    file(
      "/etc/pam.d/sshd",
      "auth required pam_nowhere.so\naccount required pam_nowhere.so\nsession required pam_nowhere.so\n",
    ),
  ],
  "PAM refuses every account": [
    file("/etc/pam.d/sshd", "account required pam_deny.so\nsession required pam_unix.so\n"),
  ],
  "sudo knows nobody any more": [file("/etc/sudoers", "root ALL=(ALL:ALL) ALL\n", "440")],
  "sudoers cannot be read": [file("/etc/sudoers", "%sudo ALL=(ALL:ALL ALL\n", "440")],
  "sudo's PAM names a module that is not there": [file("/etc/pam.d/sudo", "auth required pam_nowhere.so\n")],
  "the operator's account is closed": ["account\tada\texpired=yes"],
  "the operator has no shell": ["account\tada\tshell=/usr/sbin/nologin"],
  "the operator is out of the group sudo": ["account\tada\toutof=sudo"],
};

/** By what each is found out, whether it was tried first or not. */
const foundOut: Readonly<Record<string, RegExp>> = {
  "sshd lets in nobody": /gets in no more|works no more/,
  "sshd wants what nobody has": /AuthenticationMethods/,
  "sshd listens on the loopback only": /port refuses/,
  "sshd does not start with it": /bad configuration/,
  "sshd is stopped": /port refuses/,
  "the firewall drops everything": /nothing answers/,
  "the firewall drops all but what stands": /nothing answers/,
  "the firewall forgets IPv6": /:.* works no more: nothing answers/,
  "PAM names a module that is not there": /gets in no more|works no more/,
  "PAM refuses every account": /gets in no more|works no more/,
  "sudo knows nobody any more": /not in the sudoers/,
  "sudoers cannot be read": /visudo says|cannot confirm/,
  "sudo's PAM names a module that is not there": /become root|cannot confirm/,
  "the operator's account is closed": /gets in no more|works no more/,
  "the operator has no shell": /become root|cannot confirm/,
  "the operator is out of the group sudo": /not in the sudoers/,
};

const good = [file(dropIn, "MaxAuthTries 3\n", "600"), file("/etc/secondlock-test", "ours\n"), "reload\tssh"];
const steps = ["journal", "rehearse", "apply", "log in anew", "confirm"] as const;
const faults = ["kill -9", "link down", "power cut"] as const;

const bad = Object.entries(lockingOut).map(([change, wishes]) => ({ change, wishes, because: foundOut[change] }));

const quick: readonly LockOutCase[] = [...bad, ...bad.map((one) => ({ ...one, unrehearsed: true as const }))];
const slow: readonly LockOutCase[] = steps.flatMap((at) =>
  faults.map((fault) => ({ change: "a good change", wishes: good, at, fault })),
);

/** Faults wait for the host's own timer, bad changes are found out at once: mixed, one host works while another waits. */
export const lockOutCases: readonly LockOutCase[] = slow.flatMap((one, index) => [
  one,
  ...quick.slice(
    Math.ceil((index * quick.length) / slow.length),
    Math.ceil(((index + 1) * quick.length) / slow.length),
  ),
]);

export function nameOf({ change, at, fault, unrehearsed }: LockOutCase): string {
  if (at !== undefined) return `${fault ?? "nothing"} at "${at}"`;
  return `${change}${unrehearsed === true ? ", and it cannot be tried first" : ""}`;
}
