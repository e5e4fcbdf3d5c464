import { closedTable } from "./closed-table.ts";
import { type Desired, octal } from "./desired.ts";
import {
  closeScript,
  firstBoot,
  firstBootScript,
  firstPasswordRule,
  firstPasswordScript,
  peopleOf,
} from "./first-boot.ts";
import { block, isPlain, type Yaml, yamlText } from "./yaml-document.ts";

/** An account's name as useradd takes it: it stands in a rule of sudo. */
const accountName = /^[a-z_][a-z0-9_.-]{0,31}$/;

export type Exported = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly because: string };

/**
 * User data for the first boot of a server that does not exist yet. It is closed from before sshd listens until its
 * checks have passed (R245). Pure.
 */
export function cloudInit(desired: Desired): Exported {
  const { wanted, files, install } = desired;
  const declared = files.find(({ path }) => path === firstBoot.table);
  if (declared === undefined)
    return { ok: false, because: `no ports are declared for ${wanted.id}, and a new server is to open nothing else` };
  const people = peopleOf(desired);
  if (people.length === 0)
    return { ok: false, because: `nobody is declared to administer ${wanted.id}, and nobody could log in to it` };
  const odd = [
    ...people.map(({ account }) => account).filter((name) => !accountName.test(name)),
    ...files.map(({ path }) => path).filter((path) => !isPlain(path)),
  ];
  if (odd[0] !== undefined) return { ok: false, because: `cloud-init cannot be told of ${JSON.stringify(odd[0])}` };
  const closed = closedTable(wanted);
  const keyFiles = new Map(people.map(({ account }) => [`/home/${account}/.ssh/authorized_keys`, account]));
  const keys = (account: string): readonly string[] =>
    files
      .filter(({ path }) => keyFiles.get(path) === account)
      .flatMap(({ after }) => after.content.split("\n").filter((line) => line.trim() !== ""));
  const file = (path: string, content: string, mode: number, owner = "root:root"): Yaml => ({
    path,
    owner,
    permissions: octal(mode),
    // only once packages and people are there
    defer: true,
    ...(isPlain(content)
      ? { content: block(content) }
      : { encoding: "b64", content: Buffer.from(content).toString("base64") }),
  });
  const sudoers = people.filter((one) => one.wanted.into?.includes("sudo"));
  const data: Yaml = {
    bootcmd: [["sh", "-c", block(closeScript(closed))]],
    ssh_pwauth: false,
    disable_root: true,
    users: people.map(({ account, wanted: { shell, into } }) => ({
      name: account,
      lock_passwd: true,
      shell: shell ?? "/bin/bash",
      ...(into === undefined ? {} : { groups: [...into] }),
      ssh_authorized_keys: [...keys(account)],
    })),
    package_update: true,
    package_upgrade: true,
    packages: [...install],
    write_files: [
      ...files
        .filter(({ path }) => !keyFiles.has(path) && path !== firstBoot.table)
        .map(({ path, after }) => file(path, after.content, after.mode, `${after.owner}:${after.group}`)),
      file(firstBoot.table, closed, declared.after.mode),
      file(firstBoot.declared, declared.after.content, declared.after.mode),
      ...(sudoers.length === 0 ? [] : [file(firstBoot.password, firstPasswordScript, 0o755)]),
      ...sudoers.map(({ account }, index) =>
        file(`/etc/sudoers.d/secondlock-first-password-${index + 1}`, firstPasswordRule(account), 0o440),
      ),
      file(firstBoot.script, firstBootScript(desired), 0o700),
    ],
    runcmd: [["sh", firstBoot.script]],
  };
  const about = [
    "#cloud-config",
    `# ${wanted.id}: made by \`secondlock export cloud-init\` from the service file and a plain Debian 12.`,
    "# The host admits nothing but SSH from where it is declared until its checks have passed.",
    `# Then: ssh to it and run \`sudo ${firstBoot.password}\`, once for each person.`,
  ];
  return { ok: true, text: `${about.join("\n")}\n${yamlText(data)}` };
}
