import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileWish } from "@secondlock/engine/testing";
import { admins, type Fixture, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import type { Told } from "./change-from-desk.ts";
import { type Desk, deskFor } from "./desk.ts";
import { type RawChanges, rawChanges } from "./raw-changes.ts";

// A change that is written, confirmed and read by nobody: by another sshd than ssh.service, or by none for want of an Include.

const unitFile = "/lib/systemd/system/ssh.service";
const prepared = (id: string, about: string, ...commands: readonly string[]): Fixture => ({
  ...{ id, about },
  seed: () => ({ commands }),
});
const ownUnit = prepared(
  "own-login",
  "sshd runs as a unit of its own, and ssh.service is disabled",
  `sed '/^Alias/d' ${unitFile} > /etc/systemd/system/own-login.service`,
  "systemctl disable ssh.service; systemctl enable own-login.service",
);
const secondServer = prepared(
  "second-server",
  "a second sshd with the same files answers on port 2222",
  `sed '/^Alias/d; s|sshd -D|sshd -D -p 2222 -o PidFile=/run/ssh-admin.pid|' ${unitFile} > /etc/systemd/system/ssh-admin.service`,
  "systemctl enable ssh-admin.service",
);
const socket = prepared(
  "socket",
  "systemd holds the socket of sshd, and starts it with a connection",
  "systemctl disable ssh.service; systemctl enable ssh.socket",
);
const noInclude = prepared(
  "no-include",
  "an sshd_config from before Debian 11, with a drop-in that nobody reads",
  "sed -i '/^Include/d; /^#*PasswordAuthentication/d; /^#*KbdInteractiveAuthentication/d; /^UsePAM/d' /etc/ssh/sshd_config",
  "printf 'PasswordAuthentication no\\nUsePAM yes\\nKbdInteractiveAuthentication yes\\n' >> /etc/ssh/sshd_config",
  "echo 'GatewayPorts yes' > /etc/ssh/sshd_config.d/60-asleep.conf",
);

/** A program of another name, which a test can spoil. */
const otherName = "/usr/sbin/sshd-own";
const useOtherName =
  "sed -i 's|^ExecStart=/usr/sbin/sshd |ExecStart=/usr/sbin/sshd-own |' /etc/systemd/system/own-login.service; systemctl daemon-reload; systemctl restart own-login";

const dropIn = "/etc/ssh/sshd_config.d/00-secondlock.conf";
const macs = (list: string): readonly string[] => [fileWish(dropIn, `MACs ${list}\n`, "600"), "reload\tssh"];
const files = "sha256sum /etc/ssh/sshd_config; ls /etc/ssh/sshd_config.d";
const none: Told = { told: "not tried", because: "" };
/** To confirm: none of these waits for it to pass. */
const seconds = 60;
const theirs = "hmac-sha2-256";

/** What became of the changes of a host where a reload of ssh.service does not do. */
interface Tried {
  readonly rehearsed: Told;
  readonly unrehearsed: Told;
  readonly good: Told;
  /** On each port, what a client gets that offers what the good change takes away. */
  readonly others: readonly string[];
  /** The operator's own login after each change, and after a restart. */
  readonly logins: readonly string[];
}

describe.skipIf(!labReady())("settings that nobody would read", () => {
  let lab: Lab<"own" | "two" | "held" | "old">;
  let raw: RawChanges;
  let desk: Desk;
  let file = "";
  const tried = new Map<string, Tried>();
  const found: Record<"ended" | "spoiled" | "beaten", Told> = { ended: none, spoiled: none, beaten: none };
  const kept: Record<string, string> = {};

  beforeAll(async () => {
    lab = await startLab({
      hosts: {
        own: { role: "bare", fixtures: [admins, ownUnit] },
        two: { role: "bare", fixtures: [admins, secondServer] },
        held: { role: "bare", fixtures: [admins, socket] },
        old: { role: "app", fixtures: [admins, noInclude] },
      },
    });
    raw = rawChanges(lab);
    desk = deskFor(lab, "desk");
    const { own, two, held, old } = lab.hosts;
    file = join(lab.directory, "other-servers.yaml");
    writeFileSync(
      file,
      `service: other-servers\nhosts:\n  own: { role: other, ssh: ada@${own.ipv4} }\n  two: { role: other, ssh: "ada@${two.ipv4}:2222" }\n  held: { role: other, ssh: ada@${held.ipv4} }\n`,
    );
    const { publicLine } = lab.operator.keys.ada;
    writeFileSync(
      desk.file,
      `service: kept\nhosts: { old: { role: app, ssh: ada@${old.ipv4} } }\npeople: { ada: { keys: [${publicLine}], admin: [old] } }\nports: { old: { 22: administration } }\n`,
    );
    // by address, as a person would who has an old client on the way to these alone
    const config = readFileSync(lab.operator.sshConfig, "utf8");
    const offers = `Host ${own.ipv4} ${two.ipv4} ${held.ipv4}\n  MACs ${theirs}\n  Ciphers aes128-ctr\n`;
    writeFileSync(lab.operator.sshConfig, `${offers}${config}`);
    await Promise.all([
      tryChanges(own, "own-login", [22]).then(spoilStarter),
      tryChanges(two, "ssh-admin", [2222, 22]),
      tryChanges(held, "ssh", [22]),
      hardenKept(),
    ]);
  });
  afterAll(() => lab?.stop());

  /** What ssh says of a login as the operator's own client makes it. */
  const login = async (host: Host, port: number, ...options: readonly string[]): Promise<string> => {
    const own = ["-F", lab.operator.sshConfig, "-o", "BatchMode=yes", "-p", String(port), ...options];
    const { stdout, stderr } = await lab.operator.exec(["ssh", ...own, `ada@${host.ipv4}`, "id -un"]);
    return `${stdout}${stderr}`.trim();
  };

  async function tryChanges(host: Host, unit: string, [port = 22, ...more]: readonly number[]): Promise<void> {
    const logins: string[] = [];
    const change = async (list: string): Promise<Told> => {
      const told = await raw.change(host, { file, seconds, wishes: macs(list) });
      logins.push(await login(host, port));
      return told;
    };
    const rehearsed = await change("hmac-sha2-512");
    await raw.sh(host, "mv /usr/bin/unshare /usr/bin/unshare.away");
    const unrehearsed = await change("hmac-sha2-512");
    await raw.sh(host, "mv /usr/bin/unshare.away /usr/bin/unshare");
    const good = await change(`${theirs},hmac-sha2-512`);
    const others = [port, ...more].map(async (each) => await login(host, each, "-o", "MACs=umac-128@openssh.com"));
    const answers = await Promise.all(others);
    await raw.sh(host, `systemctl restart ${unit}`);
    logins.push(await login(host, port, "-o", "ConnectionAttempts=10"));
    tried.set(host.name, { rehearsed, unrehearsed, good, others: answers, logins });
  }

  async function spoilStarter(): Promise<void> {
    const { own } = lab.hosts;
    const starter = `#!/bin/bash\n[ ! -e ${dropIn} ] || exit 1\nexec -a "$0" /usr/sbin/sshd "$@"\n`;
    await raw.sh(own, `rm ${dropIn}; printf '%s' '${starter}' > ${otherName}; chmod 755 ${otherName}; ${useOtherName}`);
    found.ended = await raw.change(own, { file, seconds, wishes: macs(theirs) });
    kept["after it ended"] = await login(own, 22, "-o", "ConnectionAttempts=10");
    await raw.sh(own, `cp --remove-destination /usr/sbin/sshd ${otherName}; ${useOtherName}; rm ${otherName}`);
    found.spoiled = await raw.change(own, { file, seconds, wishes: macs(theirs) });
    kept["while it cannot begin anew"] = await login(own, 22);
  }

  async function hardenKept(): Promise<void> {
    const { old } = lab.hosts;
    const note = async (name: string, script: string): Promise<void> => {
      kept[name] = (await raw.sh(old, script)).trim();
    };
    const only = ["--only", "ssh-key-required", "ssh-no-tcp-forwarding"];
    const wishes = [fileWish(dropIn, "MaxAuthTries 3\n", "600"), "reload\tssh"];
    found.beaten = await raw.change(old, { seconds, wishes });
    await note("before", files);
    kept["harden"] = (await desk.secondlock("harden", "old", "--yes", "--all", ...only)).stdout;
    await note("settings", "sshd -T | grep -E '^(password|kbdinteractive)authentication|^allowtcp|^gatewayports'");
    kept["without a key"] = await login(old, 22, "-o", "PubkeyAuthentication=no");
    kept["second plan"] = (await desk.secondlock("plan", "old", ...only)).stdout;
    kept["undo"] = (await desk.secondlock("undo", "old", "--yes")).stdout;
    await note("after", files);
  }

  describe.each(["own", "two", "held"])(
    "where another sshd takes the logins, or systemd holds its socket: %s",
    (name) => {
      test("what the operator's own client cannot come to terms with is found out before it is made", () => {
        const because = expect.stringMatching(/^a login as ada .*no matching MAC/);
        expect(tried.get(name)?.rehearsed).toMatchObject({ told: "taken back", because });
      });

      test("where it cannot be tried first, the new login comes to a server that has read it", () => {
        const because = expect.stringMatching(/works no more: no matching MAC/);
        expect(tried.get(name)?.unrehearsed).toMatchObject({ told: "taken back", because });
      });

      test("what is confirmed is what every server does, and nobody is locked out, not by a restart either", () => {
        expect(tried.get(name)).toMatchObject({ good: { told: "confirmed" }, logins: ["ada", "ada", "ada", "ada"] });
        for (const answer of tried.get(name)?.others ?? [""]) expect(answer).toContain("no matching MAC");
      });
    },
  );

  test("an sshd that ends when it is told to read its files is started again, with those of before", () => {
    const because = expect.stringMatching(/the sshd of own-login.service \(pid \d+\) ended.*hint:/);
    expect(found.ended).toMatchObject({ told: "taken back", because });
    expect(kept["after it ended"]).toBe("ada");
  });

  test("an sshd that cannot begin anew is not told to", () => {
    const because = expect.stringMatching(/also runs as own-login.service \(pid \d+\).*hint:/);
    expect(found.spoiled).toMatchObject({ told: "taken back", because });
    expect(kept["while it cannot begin anew"]).toBe("ada");
  });

  test("a host without an Include goes by what is wanted, and wakes no other file", () => {
    expect(kept["harden"]).toContain("+Include /etc/ssh/sshd_config.d/00-secondlock*.conf");
    expect(kept["harden"]).toMatch(/old: changed and confirmed by a new login/);
    expect(kept["settings"]?.split("\n")).toEqual([
      ...["passwordauthentication no", "kbdinteractiveauthentication no"],
      ...["gatewayports no", "allowtcpforwarding no"],
    ]);
    expect(kept["without a key"]).toContain("Permission denied (publickey).");
  });

  test("a second plan has nothing to do, and undo brings it back byte for byte", () => {
    expect(kept["second plan"]).toMatch(/nothing to change/);
    expect(kept["undo"]).toMatch(/old: changed and confirmed by a new login/);
    expect(kept["after"]).toBe(kept["before"]);
  });

  test("a change that sshd would not go by is refused", () => {
    const because = expect.stringMatching(/00-secondlock.conf says maxauthtries 3, .* maxauthtries 6; hint:/);
    expect(found.beaten).toMatchObject({ told: "taken back", because });
  });
});
