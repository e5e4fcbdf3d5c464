import { type Change, defineState, type HostWanted, type Settings, type State } from "@secondlock/model";
import { accounts } from "../facts/accounts.ts";
import { auditorSudoersFile } from "../facts/auditor-account.ts";
import { isAuditorsRule } from "../facts/sudo-people.ts";
import { plainDefaults, type Sudoers, sudoers } from "../facts/sudoers.ts";
import { managedFile, sorted } from "./managed-file.ts";
import { askingForPassword, includeOf, withoutDefaults } from "./sudoers-text.ts";

const folder = "/etc/sudoers.d";
const dropIn = `${folder}/zz-secondlock`;

/** Defaults of sudo for everybody, in a drop-in that is read last; what is bound to one account or command goes. */
export function sudoSettings(settings: Readonly<Record<string, string | boolean>>): State<Sudoers> {
  const wanted = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
  return defineState({
    resource: `file:${dropIn}`,
    text: `Defaults ${defaultsOf(wanted)}`,
    settings: wanted,
    fact: sudoers,
    settle: (value) => ({
      ...value,
      defaults: plainDefaults([
        ...value.defaults.filter(({ name }) => !Object.hasOwn(settings, name)),
        ...Object.entries(settings).map(([name, one]) => ({ bound: "", name, value: one })),
      ]),
      files: value.files.includes(dropIn) ? value.files : [...value.files, dropIn],
    }),
    bring: sudoDropIn,
  });
}

function defaultsOf(settings: Settings): string {
  return sorted(settings)
    .map(([name, value]) => (value === "true" ? name : value === "false" ? `!${name}` : `${name}=${value}`))
    .join(", ");
}

function sudoDropIn(settings: Settings, { installed, files }: Sudoers): readonly Change[] {
  if (!installed) return [];
  const set = (name: string): boolean => Object.hasOwn(settings, name);
  // of defaults for everybody the last counts, so earlier ones may stay; bound ones always win
  const main = (before: string): string => {
    const include = includeOf(before, folder);
    const text = withoutDefaults(
      before,
      (name, { bound }, at) => set(name) && (bound || (include !== -1 && at > include)),
    );
    // not the whole folder: somebody may have left it out for what else is in it
    return include !== -1 || text.includes(`@include ${dropIn}`)
      ? text
      : `${text.replace(/\n*$/, "\n")}@include ${dropIn}\n`;
  };
  return [
    managedFile(dropIn, "what sudo does for everybody.", [`Defaults ${defaultsOf(settings)}`], { mode: 0o440 }),
    sudoersFile("/etc/sudoers", main),
    ...files
      .filter((path) => path !== "/etc/sudoers" && path !== dropIn)
      .map((path) =>
        sudoersFile(path, (before) =>
          withoutDefaults(before, (name, { bound }) => set(name) && (bound || isAfterOurs(path))),
        ),
      ),
  ];
}

function isAfterOurs(path: string): boolean {
  return path.startsWith(`${folder}/`) && path > dropIn;
}

/** The program, with the rules that Debian gives it: root, and the group sudo. */
export function sudoInstalled(): State<Sudoers> {
  const all = { except: [], runAs: [{ kind: "user", name: "ALL" }], commands: ["ALL"] } as const;
  return defineState({
    resource: "package:sudo",
    text: "install sudo",
    settings: { state: "installed" },
    fact: sudoers,
    settle: (value) =>
      value.installed
        ? value
        : {
            ...value,
            installed: true,
            rules: [
              { ...all, who: [{ kind: "user", name: "root" }] },
              { ...all, who: [{ kind: "group", name: "sudo" }] },
            ],
            files: ["/etc/sudoers"],
          },
    bring: (_settings, { installed }) => (installed ? [] : [{ kind: "package", package: "sudo", wanted: "installed" }]),
  });
}

/** Takes `NOPASSWD` and `!authenticate` out of every rule but the auditor's. */
export function sudoWithPassword({ auditor }: HostWanted): State<Sudoers> {
  return defineState({
    resource: "file:/etc/sudoers",
    text: "take NOPASSWD, !authenticate and exempt_group out of /etc/sudoers and /etc/sudoers.d",
    settings: { NOPASSWD: "nowhere" },
    fact: sudoers,
    settle: (value) => ({
      ...value,
      rules: value.rules.map((rule) =>
        rule.asks === false && !isAuditorsRule(rule, auditor) ? { ...rule, asks: true } : rule,
      ),
      defaults: value.defaults.filter(({ name }) => !isFree(name)),
    }),
    bring: auditor === undefined ? withPassword : withPasswordButAuditors,
    costs:
      "sudo asks for the account's own password: set one for every administrator who has only a key, with `sudo passwd NAME`, before this is confirmed; scripts that count on NOPASSWD stop.",
    risk: "An administrator without a password cannot become root any more; cloud-init writes its rule anew when the machine gets another instance id.",
    forbids: (_value, look, login) => {
      const account = look(accounts)?.accounts.find(({ name }) => name === login);
      return account === undefined || account.uid === 0 || account.password === "set"
        ? []
        : [
            `sudo would ask ${login} for a password, and ${login} has none: nobody could confirm the change as root; hint: set one first: sudo passwd ${login}`,
          ];
    },
  });
}

function withPassword(_settings: Settings, { installed, files }: Sudoers): readonly Change[] {
  return installed
    ? files.map((path) => sudoersFile(path, (before) => askingForPassword(withoutDefaults(before, isFree))))
    : [];
}

/** That file is a whole one of ours: what else stands in it is taken out by whoever writes it. */
function withPasswordButAuditors(settings: Settings, value: Sudoers): readonly Change[] {
  return withPassword(settings, { ...value, files: value.files.filter((path) => path !== auditorSudoersFile) });
}

function isFree(name: string): boolean {
  return name === "authenticate" || name === "exempt_group";
}

function sudoersFile(path: string, edit: (before: string) => string): Change {
  return { kind: "file", path, content: (before) => (before === undefined ? undefined : edit(before)) };
}
