import { type Change, defineState, type HostWanted, type Look, type Settings, type State } from "@secondlock/model";
import { accounts } from "../facts/accounts.ts";
import {
  type AuthorizedKey,
  type AuthorizedKeys,
  type AuthorizedKeysFile,
  authorizedKeys,
  isInHome,
  keyName,
  keysOf,
  strangeKey,
} from "../facts/authorized-keys.ts";
import { keyLine, withExactly } from "./key-lines.ts";

/** Keys by the account that they open, and that nothing else opens. Empty where nobody is declared. */
export function keysByAccount({ admins, peopleDeclared }: HostWanted): ReadonlyMap<string, readonly string[]> {
  // without a declared key there may be another way in, which an empty file would close
  const people = peopleDeclared ? admins.filter(({ keys }) => keys.length > 0) : [];
  return new Map(
    [...Map.groupBy(people, ({ account }) => account)].map(([account, some]) => [
      account,
      some.flatMap(({ keys }) => keys),
    ]),
  );
}

/** The key file of every declared administrator has exactly the declared keys. Empty where nobody is declared. */
export function keysAsDeclared(wanted: HostWanted): readonly State<AuthorizedKeys>[] {
  const byAccount = keysByAccount(wanted);
  if (byAccount.size === 0) return [];
  const settings = Object.fromEntries([...byAccount].map(([account, keys]) => [account, keys.join("\n")]));
  return [
    defineState({
      resource: "file:authorized_keys of administrators",
      text: `exactly the declared keys open ${Object.keys(settings).join(", ")}`,
      settings,
      fact: authorizedKeys,
      settle: (authorized) => Object.entries(settings).reduce(settled, authorized),
      bring: bringKeys,
      notes: (authorized, look) =>
        openingKeys(authorized, look)
          .filter(({ account }) => byAccount.has(account))
          .flatMap((key) => goingKey(key, wanted)),
      costs: "A key that is not in the service file no longer opens an administrator's account.",
      risk: "A declared key whose private half is lost leaves its owner no other way in.",
    }),
  ];
}

/** Every key but those of accounts that are closed: sshd lets nobody in there, so nothing is said of them. */
export function openingKeys(authorized: AuthorizedKeys, look?: Look): ReturnType<typeof keysOf> {
  const list = look?.(accounts)?.accounts ?? [];
  const closed = new Set(list.filter(({ expired }) => expired).map(({ name }) => name));
  return keysOf(authorized).filter(({ account }) => !closed.has(account));
}

/** A key that is to go, for the plan: whose account it opens, which key it is, and why. */
export function goingKey(key: AuthorizedKey & { readonly account: string }, wanted: HostWanted): readonly string[] {
  const why = strangeKey(key, wanted);
  const { fingerprint = "no fingerprint" } = key;
  return why === undefined ? [] : [`${key.account}: the key ${keyName(key)}, ${fingerprint}, ${why}, and goes`];
}

function bringKeys(settings: Settings, authorized: AuthorizedKeys): readonly Change[] {
  return Object.entries(settings).flatMap(([account, keys]) => {
    const found = authorized.files.filter((one) => one.account === account);
    const [first = usual(account), ...more] = found;
    return [
      ...changesOf(first, keys.split("\n"), true),
      ...more.flatMap((one) => changesOf(one, keys.split("\n"), false)),
    ];
  });
}

function changesOf(one: AuthorizedKeysFile, keys: readonly string[], complete: boolean): readonly Change[] {
  const file: Change = {
    kind: "file",
    path: one.file.path,
    content: (before) => withExactly(before ?? "", keys, complete),
    ...modeOf(one),
    enforceMode: true,
  };
  const [directory] = one.above;
  if (
    !directory ||
    !isInHome(one) ||
    (directory.owner === one.account && (directory.mode & 0o077) === 0 && one.file.mode !== 0)
  )
    return [file];
  const { path, group } = directory;
  return [file, { kind: "modes", path, mode: (directory.mode & 0o700) | 0o700, owner: one.account, group }];
}

/** Where sshd looks by default; the home is the account's own, and so is its group. */
function usual(account: string): AuthorizedKeysFile {
  const home = account === "root" ? "/root" : `/home/${account}`;
  const owned = { mode: 0, owner: account, group: account };
  return {
    account,
    file: { path: `${home}/.ssh/authorized_keys`, ...owned },
    above: [
      { path: `${home}/.ssh`, ...owned },
      { path: home, ...owned, mode: 0o755 },
    ],
    keys: [],
  };
}

/** Outside a home, such as /etc/ssh/keys/NAME, the file is root's, and readable for the account that sshd reads it as. */
function modeOf(one: AuthorizedKeysFile): { readonly mode: number; readonly owner: string; readonly group: string } {
  return isInHome(one)
    ? { mode: 0o600, owner: one.account, group: one.file.group }
    : { mode: 0o644, owner: "root", group: "root" };
}

function settled(authorized: AuthorizedKeys, [account, text]: readonly [string, string]): AuthorizedKeys {
  const declared = text.split("\n").flatMap((line) => keyLine(line) ?? []);
  const found = authorized.files.filter((one) => one.account === account);
  const files = found.length > 0 ? authorized.files : [...authorized.files, usual(account)];
  const first = found[0]?.file.path ?? usual(account).file.path;
  return {
    ...authorized,
    files: files.map((one) => {
      if (one.account !== account) return one;
      const kept = one.keys.filter(
        ({ blob, options }, index) =>
          declared.some((key) => key.blob === blob) &&
          !options.split(",").includes("cert-authority") &&
          one.keys.findIndex((other) => other.blob === blob) === index,
      );
      const missing =
        one.file.path === first ? declared.filter(({ blob }) => !kept.some((key) => key.blob === blob)) : [];
      const [directory, ...above] = one.above;
      const { more: _more, ...whole } = one;
      return {
        ...whole,
        file: { ...one.file, ...modeOf(one) },
        above: directory && isInHome(one) ? [{ ...directory, mode: 0o700, owner: account }, ...above] : one.above,
        keys: [...kept, ...missing],
      };
    }),
  };
}
