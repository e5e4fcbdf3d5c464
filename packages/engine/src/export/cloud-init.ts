import type { AccountChange } from "@secondlock/model";
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
  const data: Yaml = {
    bootcmd: [["sh", "-c", block(closeScript(closed))]],
    ssh_pwauth: false,
    disable_root: true,
    users: people.map((person) => userOf(person, files)),
    package_update: true,
    package_upgrade: true,
    packages: [...install],
    write_files: writtenFiles(desired, people, declared, closed),
    runcmd: [["sh", firstBoot.script]],
  };
  return { ok: true, text: `${about(wanted.id).join("\n")}\n${yamlText(data)}` };
}

function about(host: string): readonly string[] {
  return [
    "#cloud-config",
    `# ${host}: made by \`secondlock export cloud-init\` from the service file and a plain Debian 12.`,
    "# The host admits nothing but SSH from where it is declared until its checks have passed.",
    `# Then: ssh to it and run \`sudo ${firstBoot.password}\`, once for each person.`,
  ];
}

function keyFileOf(account: string): string {
  return `/home/${account}/.ssh/authorized_keys`;
}

/** A person with the declared keys. */
function userOf({ account, wanted: { shell, into } }: AccountChange, files: Desired["files"]): Yaml {
  const keys = files
    .filter(({ path }) => path === keyFileOf(account))
    .flatMap(({ after }) => after.content.split("\n").filter((line) => line.trim() !== ""));
  return {
    name: account,
    lock_passwd: true,
    shell: shell ?? "/bin/bash",
    ...(into === undefined ? {} : { groups: [...into] }),
    ssh_authorized_keys: keys,
  };
}

/** Every file but those of keys, which come with their people; the firewall's is the closed one until the checks have passed. */
function writtenFiles(
  desired: Desired,
  people: readonly AccountChange[],
  { after: declared }: Desired["files"][number],
  closed: string,
): readonly Yaml[] {
  const elsewhere = new Set([firstBoot.table, ...people.map(({ account }) => keyFileOf(account))]);
  const sudoers = people.filter(({ wanted }) => wanted.into?.includes("sudo"));
  return [
    ...desired.files
      .filter(({ path }) => !elsewhere.has(path))
      .map(({ path, after }) => fileOf(path, after.content, after.mode, `${after.owner}:${after.group}`)),
    fileOf(firstBoot.table, closed, declared.mode),
    fileOf(firstBoot.declared, declared.content, declared.mode),
    ...(sudoers.length === 0 ? [] : [fileOf(firstBoot.password, firstPasswordScript, 0o755)]),
    ...sudoers.map(({ account }, index) =>
      fileOf(`/etc/sudoers.d/secondlock-first-password-${index + 1}`, firstPasswordRule(account), 0o440),
    ),
    fileOf(firstBoot.script, firstBootScript(desired), 0o700),
  ];
}

function fileOf(path: string, content: string, mode: number, owner = "root:root"): Yaml {
  return {
    path,
    owner,
    permissions: octal(mode),
    // only once packages and people are there
    defer: true,
    ...(isPlain(content)
      ? { content: block(content) }
      : { encoding: "b64", content: Buffer.from(content).toString("base64") }),
  };
}
