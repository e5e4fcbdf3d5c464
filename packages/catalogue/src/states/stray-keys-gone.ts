import { type Change, defineState, type HostWanted, type Settings, type State } from "@secondlock/model";
import { type AuthorizedKeys, authorizedKeys, blobOf, keyName, keysOf, strangeKey } from "../facts/authorized-keys.ts";
import { goingKey, keysByAccount, openingKeys } from "./keys-as-declared.ts";
import { isKept, withoutStrange } from "./key-lines.ts";

/**
 * In every account but those that have exactly their declared keys, root's too: no key that nobody declared. A key with a
 * forced command in another account than root's stays, for a program of another machine may live by it; and so do the
 * keys of the login that this is done with, where no declared one would be left. Empty where nobody is declared.
 */
export function strayKeysGone(wanted: HostWanted): readonly State<AuthorizedKeys>[] {
  const exact = keysByAccount(wanted);
  if (exact.size === 0) return [];
  const settings = {
    "declared keys": [...exact.values()].flat().map(blobOf).join(" "),
    "accounts apart": [...exact.keys(), ...(wanted.auditor === undefined ? [] : [wanted.auditor.account])].join(" "),
    login: wanted.ssh?.user ?? "",
  };
  return [
    defineState({
      resource: "file:authorized_keys of everybody else",
      text: "no key that nobody declared opens an account, root's neither",
      settings,
      fact: authorizedKeys,
      settle: (authorized) => ({
        ...authorized,
        files: authorized.files.map((one) => {
          if (!isConcerned(one.account, settings, authorized)) return one;
          const { more: _more, ...whole } = one;
          return { ...whole, keys: one.keys.filter((key) => staysIn(one.account, key, settings)) };
        }),
      }),
      bring: bringStrayKeys,
      notes: (authorized, look) => notesOf(authorized, openingKeys(authorized, look), settings, wanted),
      costs: "A key that the service file does not name opens no account any more.",
      risk: "A program elsewhere that logs in with such a key fails from now on.",
    }),
  ];
}

function bringStrayKeys(settings: Settings, authorized: AuthorizedKeys): readonly Change[] {
  return authorized.files
    .filter(
      ({ account, keys, more }) =>
        isConcerned(account, settings, authorized) && (more || keys.some((key) => !staysIn(account, key, settings))),
    )
    .map(({ account, file }) => ({
      kind: "file",
      path: file.path,
      content: (before) =>
        before === undefined ? undefined : withoutStrange(before, words(settings["declared keys"]), account !== "root"),
    }));
}

type Key = AuthorizedKeys["files"][number]["keys"][number];

function staysIn(account: string, key: Key, settings: Settings): boolean {
  return isKept(key, words(settings["declared keys"]), account !== "root");
}

/** Never an account apart, nor the login that this is done with when no declared key would be left in it. */
function isConcerned(account: string, settings: Settings, authorized: AuthorizedKeys): boolean {
  if (words(settings["accounts apart"]).includes(account)) return false;
  if (account !== settings["login"]) return true;
  const declared = words(settings["declared keys"]);
  return keysOf(authorized).some((key) => key.account === account && declared.includes(key.blob));
}

function notesOf(
  authorized: AuthorizedKeys,
  keys: ReturnType<typeof keysOf>,
  settings: Settings,
  wanted: HostWanted,
): readonly string[] {
  const others = keys.filter(({ account }) => !words(settings["accounts apart"]).includes(account));
  return [
    ...others.flatMap((key) => {
      if (strangeKey(key, wanted) === undefined) return [];
      if (!isConcerned(key.account, settings, authorized))
        return [
          `${key.account}: the key ${keyName(key)} stays, for you log in to this account and no declared key opens it. Declare the person, and log in as them.`,
        ];
      return staysIn(key.account, key, settings)
        ? [
            `${key.account}: the key ${keyName(key)} with a forced command stays: find out which machine uses it, and take it out if none does.`,
          ]
        : goingKey(key, wanted);
    }),
    ...authorized.elsewhere.map(
      (source) =>
        `Keys also come from ${source}: take that line out of the configuration of sshd, once you know who needs it.`,
    ),
  ];
}

function words(text = ""): readonly string[] {
  return text.split(" ").filter((word) => word !== "");
}
