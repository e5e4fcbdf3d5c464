import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins, serviceFile, startLab, weak } from "../lab/src/index.ts";
import { ansible } from "./lab-ansible.ts";
import { secondlock } from "./lab-harden.ts";
import { type Row, s } from "./row.ts";

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

const peerPlaybook = `- hosts: all
  become: true
  collections: [devsec.hardening]
  roles: [devsec.hardening.os_hardening, devsec.hardening.ssh_hardening]
  vars: { sysctl_unsupported_entries: [kernel.unprivileged_bpf_disabled, kernel.unprivileged_userns_clone], sysctl_config: { ${sysctl.join(", ")} }, os_auditd_enabled: false, os_security_kernel_enable_module_loading: false, os_auth_pam_passwdqc_enable: false, ssh_allow_users: ada, ssh_server_ports: ["22"] }
`;

/**
 * From a weak host to a hardened and proven one, beside Ansible on identical hosts in one run: once with the roles of
 * dev-sec, once with the playbook that we export.
 */
export async function harden(): Promise<readonly Row[]> {
  const wish = { role: "app", fixtures: [admins, weak], layers: ["ansible"] } as const;
  const lab = await startLab({ ssh: "as installed", hosts: { "app-1": wish, book: wish, peer: wish } });
  try {
    const { "app-1": mine, book } = lab.hosts;
    const file = join(lab.directory, "secondlock.yaml");
    const bookFile = join(lab.directory, "book.yaml");
    const playbook = join(lab.directory, "playbook.yaml");
    writeFileSync(file, serviceFile([mine], lab.operator));
    writeFileSync(bookFile, serviceFile([book], lab.operator));
    // what Node makes of the sources is kept from the first run on
    await secondlock(lab, file, "plan", "app-1");
    const ours = await secondlock(lab, file, "harden", "app-1", "--yes");
    const second = await secondlock(lab, file, "harden", "app-1", "--yes");
    await secondlock(lab, bookFile, "export", "ansible", "book", "--from-host", "-o", playbook);
    const exported = await ansible(lab, "book", playbook);
    const roles = join(lab.directory, "peer.yaml");
    writeFileSync(roles, peerPlaybook);
    const brought = existsSync(join(collections, "ansible_collections/devsec/hardening"));
    const peer = brought ? await ansible(lab, "peer", roles, [collections]) : undefined;
    return rows(ours.seconds, second.seconds, exported, peer);
  } finally {
    await lab.stop();
  }
}

function rows(ours: number, second: number, exported: number, peer: number | undefined): readonly Row[] {
  const times = (seconds: number): string => `${s(seconds)} (1/${(seconds / ours).toFixed(1)})`;
  return [
    {
      what: "a weak host planned, hardened, confirmed and proven from outside, wall",
      ours: s(ours),
      peer:
        peer === undefined
          ? "dev-sec's roles: not brought along (ANSIBLE_COLLECTIONS_PATH)"
          : `dev-sec's roles: ${times(peer)}`,
      floor: `1/${share}`,
      ...(peer === undefined ? {} : { met: ours * share <= peer }),
    },
    {
      what: "the same, beside the playbook that `secondlock export ansible` writes, which proves nothing",
      ours: s(ours),
      peer: `Ansible: ${times(exported)}`,
      floor: "",
    },
    {
      what: "a second run, with nothing to do",
      ours: s(second),
      peer: "",
      floor: `under ${again} s`,
      met: second < again,
    },
  ];
}
