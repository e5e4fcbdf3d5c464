import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins, type Lab, serviceFile, startLab, THROWAWAY, weak } from "../lab/src/index.ts";
import { type Row, s } from "./row.ts";

const command = join(import.meta.dirname, "../packages/cli/bin/secondlock.js");
/** Where the peer's roles lie; brought beside the project, never part of it. */
const collections = process.env["ANSIBLE_COLLECTIONS_PATH"] ?? "";
const share = 5;
const again = 2;

/** Of the peer's kernel settings those that a host of the lab may set at all: the others would end its run. */
const sysctl = [
  ...["ip_forward: 0", "icmp_echo_ignore_broadcasts: 1", "tcp_syncookies: 1", "tcp_timestamps: 0", "tcp_rfc1337: 1"],
  ...["rp_filter: 1", "accept_redirects: 0", "accept_source_route: 0", "send_redirects: 0", "log_martians: 1"].flatMap(
    (one) => [`conf.all.${one}`, `conf.default.${one}`],
  ),
].map((one) => `net.ipv4.${one}`);

const playbook = `- hosts: all
  become: true
  collections: [devsec.hardening]
  roles: [devsec.hardening.os_hardening, devsec.hardening.ssh_hardening]
  vars: { sysctl_unsupported_entries: [kernel.unprivileged_bpf_disabled, kernel.unprivileged_userns_clone], sysctl_config: { ${sysctl.join(", ")} }, os_auditd_enabled: false, os_security_kernel_enable_module_loading: false, os_auth_pam_passwdqc_enable: false, ssh_allow_users: ada, ssh_server_ports: ["22"] }
`;

type Two = Lab<"app-1" | "peer">;

/** From a weak host to a hardened and proven one, beside Ansible with the roles of dev-sec on an identical host in one run. */
export async function harden(): Promise<readonly Row[]> {
  const wish = { role: "app", fixtures: [admins, weak], layers: ["ansible"] } as const;
  const lab: Two = await startLab({ hosts: { "app-1": wish, peer: wish } });
  try {
    const file = join(lab.directory, "secondlock.yaml");
    writeFileSync(file, serviceFile([lab.hosts["app-1"]], lab.operator));
    // what Node makes of the sources is kept from the first run on
    await secondlock(lab, file, "plan", "app-1");
    const ours = await secondlock(lab, file, "harden", "app-1", "--yes");
    const second = await secondlock(lab, file, "harden", "app-1", "--yes");
    const peer = existsSync(join(collections, "ansible_collections/devsec/hardening")) ? await ansible(lab) : undefined;
    const compared = (mine: number): string =>
      peer === undefined
        ? "not brought along (ANSIBLE_COLLECTIONS_PATH)"
        : `dev-sec: ${s(peer)} (1/${(peer / mine).toFixed(0)})`;
    return [
      {
        what: "a weak host planned, hardened, confirmed and proven from outside, wall",
        ours: s(ours),
        peer: compared(ours),
        floor: `1/${share}`,
        ...(peer === undefined ? {} : { met: ours * share <= peer }),
      },
      {
        what: "a second run, with nothing to do",
        ours: s(second),
        peer: "",
        floor: `under ${again} s`,
        met: second < again,
      },
    ];
  } finally {
    await lab.stop();
  }
}

async function secondlock({ operator, directory }: Two, file: string, ...args: readonly string[]): Promise<number> {
  const options = ["--file", file, "--ssh-config", operator.sshConfig, "--sudo-password-stdin"];
  const started = performance.now();
  const ran = await operator.exec([process.execPath, "--max-semi-space-size=4", command, ...args, ...options], {
    cwd: directory,
    input: `${operator.passwords.ada}\n`,
    env: { [THROWAWAY.variable]: operator.passwords.canary },
    timeoutMs: 300_000,
  });
  // 1: it stands, and a control that only a person can settle does not hold yet
  if (ran.code !== 0 && ran.code !== 1)
    throw new Error(`secondlock ended with ${ran.code}: ${ran.stderr || ran.stdout}`);
  return (performance.now() - started) / 1_000;
}

async function ansible({ operator, directory }: Two): Promise<number> {
  const book = join(directory, "peer.yaml");
  const inventory = join(directory, "inventory.ini");
  const password = join(directory, "become");
  writeFileSync(book, playbook);
  writeFileSync(inventory, "peer\n");
  writeFileSync(password, operator.passwords.ada, { mode: 0o600 });
  const started = performance.now();
  const ran = await operator.exec(["ansible-playbook", "-i", inventory, "--become-password-file", password, book], {
    cwd: directory,
    env: {
      ...{
        ANSIBLE_COLLECTIONS_PATH: `${collections}:/usr/lib/python3/dist-packages`,
        ANSIBLE_HOST_KEY_CHECKING: "True",
      },
      ...{
        ANSIBLE_SSH_ARGS: `-F ${operator.sshConfig} -o ControlMaster=auto -o ControlPersist=60s`,
        ANSIBLE_PIPELINING: "True",
      },
      ...{ ANSIBLE_LOCAL_TEMP: directory, HOME: directory, LC_ALL: "C.UTF-8" },
    },
    timeoutMs: 900_000,
  });
  if (ran.code !== 0)
    throw new Error(`ansible-playbook ended with ${ran.code}: ${ran.stdout.slice(-3_000)}${ran.stderr.slice(-1_000)}`);
  return (performance.now() - started) / 1_000;
}
