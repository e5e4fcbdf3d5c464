import { template, title, unlessNew, variable, verbatim } from "./ansible-text.ts";
import { type Desired, octal } from "./desired.ts";
import type { Yaml } from "./yaml-document.ts";

/** What a program says of its own file, before it takes the old one's place. */
function validator(path: string): string | undefined {
  if (path === "/etc/sudoers" || path.startsWith("/etc/sudoers.d/")) return "/usr/sbin/visudo -cf %s";
  if (/^\/etc\/ssh\/sshd_config(?:\.d\/[^/]+\.conf)?$/.test(path)) return "/usr/sbin/sshd -t -f %s";
  if (path.endsWith(".nft")) return "/usr/sbin/nft -c -f %s";
  return undefined;
}

/** Folders that every Debian has. */
const standing = new Set([
  ...["/etc", "/etc/apt/apt.conf.d", "/etc/pam.d", "/etc/profile.d", "/etc/security", "/etc/security/limits.d"],
  ...["/etc/ssh", "/etc/ssh/sshd_config.d", "/etc/sudoers.d", "/etc/sysctl.d", "/etc/systemd/system"],
]);

const parent = (path: string): string => path.replace(/\/[^/]*$/, "");

/** Folders, files and modes. `madeBy` names what tells that an account was made just now. */
export function fileTasks(desired: Desired, madeBy: ReadonlyMap<string, string>): readonly Yaml[] {
  const { files, gone, modes } = desired;
  const accounts = (...names: readonly string[]): readonly string[] => [
    ...new Set(names.flatMap((name) => madeBy.get(name) ?? [])),
  ];
  const made = files.filter(({ before }) => before === undefined).map(({ path }) => parent(path));
  const folders = [...new Set(made)].filter((folder) => !standing.has(folder));
  const folderVariable = new Map(folders.map((folder, index) => [folder, variable("folder", index + 1)] as const));
  const keeperOf = (folder: string): string | undefined =>
    files.find((file) => parent(file.path) === folder && file.after.owner !== "root")?.after.owner;
  return [
    ...folders.map((folder) => folderTask(folder, keeperOf(folder), folderVariable.get(folder) ?? "", accounts)),
    ...keptTask(desired),
    ...files.map(({ path, after, reload }) => {
      const folder = folderVariable.get(parent(path));
      const validate = validator(path);
      return {
        name: title(path),
        "ansible.builtin.copy": {
          dest: verbatim(path),
          content: verbatim(after.content),
          owner: verbatim(after.owner),
          group: verbatim(after.group),
          mode: octal(after.mode),
          ...(isReadWhole(path) ? {} : { backup: true }),
          ...(validate === undefined ? {} : { validate }),
        },
        ...(reload === undefined ? {} : { notify: reload }),
        ...unlessNew([...(folder === undefined ? [] : [folder]), ...accounts(after.owner, after.group)]),
      };
    }),
    ...gone.map((path) => ({
      name: title(`${path} goes`),
      "ansible.builtin.file": { path: verbatim(path), state: "absent" },
    })),
    ...(modes.length === 0 ? [] : [modesTask(desired)]),
  ];
}

/** PAM and nginx take every file in these folders, whatever its name: a copy beside one would be one more. */
const isReadWhole = (path: string): boolean => /^\/etc\/(?:pam\.d|nginx\/sites-enabled)\//.test(path);

/** The first copy is the one that stays, however often the playbook runs. */
function keptTask({ files }: Desired): readonly Yaml[] {
  const edited = files.flatMap(({ path, before }) => (isReadWhole(path) && before !== undefined ? [path] : []));
  if (edited.length === 0) return [];
  return [
    {
      name: "Keep the first copy elsewhere",
      "ansible.builtin.copy": {
        remote_src: true,
        src: template("{{ item }}"),
        dest: template("/var/backups/{{ item | dirname | basename }}-{{ item | basename }}"),
        mode: "0600",
        force: false,
      },
      loop: edited.map(verbatim),
    },
  ];
}

/** A folder in a home belongs to its owner; `follow: false` refuses a link that was laid there. */
function folderTask(
  folder: string,
  keeper: string | undefined,
  register: string,
  accounts: (...names: readonly string[]) => readonly string[],
): Yaml {
  const owned = keeper === undefined ? {} : { owner: verbatim(keeper), group: verbatim(keeper), mode: "0700" };
  return {
    name: title(`Folder ${folder}`),
    "ansible.builtin.file": { path: verbatim(folder), state: "directory", follow: false, ...owned },
    register,
    ...unlessNew(keeper === undefined ? [] : accounts(keeper)),
  };
}

/** One that is not there, such as a log that has been rotated away, is left alone. */
function modesTask({ modes }: Desired): Yaml {
  return {
    name: "Modes and owners",
    "ansible.builtin.file": {
      path: template("{{ item.path }}"),
      mode: template("{{ item.mode }}"),
      owner: template("{{ item.owner }}"),
      group: template("{{ item.group }}"),
      follow: false,
    },
    loop: modes.map(({ path, mode, owner, group }) => ({
      path: verbatim(path),
      mode: octal(mode),
      owner: verbatim(owner),
      group: verbatim(group),
    })),
    loop_control: { label: template("{{ item.path }}") },
    register: "secondlock_modes",
    failed_when:
      "secondlock_modes is failed and not ansible_check_mode and 'cannot continue' not in secondlock_modes.msg",
  };
}
