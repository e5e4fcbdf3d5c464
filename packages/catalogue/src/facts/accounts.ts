import { defineFact, known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
  readonly password: "empty" | "locked" | "set";
  /** How the hash is made, e.g. `y`, `6`, `1`, `des`; empty without a hash. */
  readonly scheme: string;
  /** True when /etc/passwd itself holds the password field. */
  readonly inPasswd: boolean;
  /** Days after which the password must be changed; absent when never. */
  readonly maxDays?: number;
  /** Days since the password was changed. */
  readonly age?: number;
  readonly expired: boolean;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

export interface AccountList {
  readonly accounts: readonly Account[];
  readonly groups: readonly Group[];
  /** Where accounts come from besides the files, e.g. `sss`. */
  readonly directories: readonly string[];
  /** Files with `+` or `-` entries of NIS. */
  readonly legacy: readonly string[];
}

// prints the scheme and the state of a password, never the hash
const reduce = String.raw`
function clean(s, n) { gsub(/[^ -~]/, "?", s); return substr(s, 1, n) }
function scheme(h) {
  if (h == "") return ""
  if (h ~ /^\$(y|gy|7|6|5|1|2[abxy]|md5|sha1|argon2id|argon2i|argon2d)[$,]/) { match(h, /^\$[0-9a-z]+/); return substr(h, 2, RLENGTH - 1) }
  return (h ~ /^_/ || length(h) == 13) ? "des" : "other"
}
function state(h,  s) {
  if (h == "") return "empty"
  s = "set"; if (h ~ /^[!*]/) { s = "locked"; sub(/^[!*]+/, "", h) }
  return s OFS scheme(h)
}
BEGIN {
  OFS = "\t"
  while ((getline l < "/etc/nsswitch.conf") > 0) if (l ~ /^passwd:/) { sub(/^passwd:/, "", l); sub(/#.*/, "", l); print "sources", clean(l, 200) }
}
/^[ \t]*(#|$)/ { next }
/^[+-]/ { print "legacy", FILENAME; next }
kind == "p" { print "account", clean($1, 64), clean($3, 64), clean($4, 64), clean($6, 200), clean($7, 200), $2 == "x" ? "shadow" : state($2) }
kind == "s" { print "shadow", clean($1, 64), clean($3 == "" ? "" : today - $3, 12), clean($5, 12), ($8 != "" && $8 <= today) ? "expired" : "", state($2) }
kind == "g" { print "group", clean($1, 64), clean($3, 64), clean($4, 4000) }
END { print "end" }`;

export const accounts = defineFact<AccountList>({
  id: "accounts",
  title: "accounts, groups and the state of their passwords",
  reads: () => ({
    list: {
      argv: [
        "sh",
        "-c",
        'exec awk -F: -v today=$(($(date +%s) / 86400)) "$0" kind=p /etc/passwd kind=s /etc/shadow kind=g /etc/group',
        reduce,
      ],
      bytes: 1024 * 1024,
    },
  }),
  parse(raw: RawOutputs): Reading<AccountList> {
    const text = textOf(raw, "list");
    return text.known ? parseAccounts(text.value) : text;
  },
});

export function parseAccounts(text: string): Reading<AccountList> {
  const rows = lines(text).map((line) => line.split("\t"));
  const of = (kind: string): readonly (readonly string[])[] =>
    rows.filter((row) => row[0] === kind).map((row) => row.slice(1));
  if (rows.at(-1)?.[0] !== "end" || of("account").length === 0)
    return unreadable("the list of accounts is not complete");
  // of several lines for one name the first counts, as for the C library
  const shadow = new Map(
    of("shadow")
      .toReversed()
      .map((row) => [row[0] ?? "", row]),
  );
  return known({
    accounts: of("account").map((row) => account(row, shadow.get(row[0] ?? ""))),
    groups: of("group").map(([name = "", gid, members = ""]) => ({
      name,
      gid: idOf(gid),
      members: members.split(",").filter((one) => one !== ""),
    })),
    directories: [...new Set(of("sources").flatMap(([sources = ""]) => sources.split(/[\s[\]]+/)))].filter((one) =>
      /^(?!(files|systemd)$)[a-z]\w*$/.test(one),
    ),
    legacy: [...new Set(of("legacy").map(([file = ""]) => file))],
  });
}

function account(row: readonly string[], shadow: readonly string[] | undefined): Account {
  const [name = "", uid, gid, home = "", shell = "", field = "", passwdScheme = ""] = row;
  const inPasswd = field !== "shadow";
  const [, age, maxDays, expired, shadowField = "locked", shadowScheme = ""] = shadow ?? [];
  const max = whole(maxDays);
  const days = whole(age);
  return {
    name,
    uid: idOf(uid),
    gid: idOf(gid),
    home,
    shell: shell === "" ? "/bin/sh" : shell,
    password: passwordState(inPasswd ? field : shadowField),
    scheme: inPasswd ? passwdScheme : shadowScheme,
    inPasswd,
    ...(max === undefined || max >= 99_999 || max < 0 ? {} : { maxDays: max }),
    ...(days === undefined ? {} : { age: days }),
    expired: expired === "expired",
  };
}

function passwordState(word: string): Account["password"] {
  return word === "empty" || word === "set" ? word : "locked";
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** As the C library reads an id: spaces, a sign and leading zeros do not matter, so `+0` and `0000` are root. */
function idOf(text: string | undefined): number {
  const [, digits] = /^\s*(?:\+|-(?=0+$))?0*(\d{1,10})$/.exec(text ?? "") ?? [];
  return digits === undefined ? -1 : Number(digits);
}

/** Whether a login with this account gives a shell. */
export function canLogIn({ shell }: Account): boolean {
  return !/\/(nologin|false|true|sync|shutdown|halt)$/.test(shell);
}

/** Accounts of people: from uid 1000 on, without `nobody`, with a shell. */
export function loginAccounts({ accounts: all }: AccountList): readonly Account[] {
  return all.filter((one) => one.uid >= 1000 && one.uid !== 65_534 && canLogIn(one));
}

/** Names of a group's members, also those that have it as their first group. */
export function membersOf(list: AccountList, name: string): readonly string[] {
  const group = list.groups.find((one) => one.name === name);
  if (!group) return [];
  return [
    ...new Set([...group.members, ...list.accounts.filter(({ gid }) => gid === group.gid).map((one) => one.name)]),
  ];
}

const weak: Readonly<Record<string, string>> = {
  "1": "MD5",
  md5: "MD5",
  "5": "SHA-256",
  sha1: "SHA-1",
  des: "DES",
  other: "a hash that nobody knows",
};

/** The name of a stored hash that can be guessed fast; a lock may hide one, and `passwd -u` brings it back. */
export function weakHash({ scheme, password }: Account): string | undefined {
  return Object.hasOwn(weak, scheme) && (password === "set" || scheme !== "other") ? weak[scheme] : undefined;
}
