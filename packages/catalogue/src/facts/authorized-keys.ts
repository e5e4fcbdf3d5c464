import {
  absent,
  defineFact,
  type HostWanted,
  known,
  type RawOutputs,
  type Reading,
  unreadable,
} from "@secondlock/model";
import { textOf } from "./raw-text.ts";
import { columns, opener, sshFile, type SshFile } from "./ssh-file.ts";

/** One public key that opens an account. */
export interface AuthorizedKey {
  readonly type: string;
  /** The base64 part: two keys are the same when both parts are the same. */
  readonly blob: string;
  /** Names of its options, e.g. `command,no-pty`; never their values. */
  readonly options: string;
  readonly comment: string;
  /** `SHA256:...`; absent where ssh-keygen of the host cannot read the key. */
  readonly fingerprint?: string;
}

export interface AuthorizedKeysFile {
  readonly account: string;
  readonly file: SshFile;
  /** The directory that it is in, and the account's home. */
  readonly above: readonly SshFile[];
  readonly keys: readonly AuthorizedKey[];
  /** There is more in it than is looked at. */
  readonly more?: true;
}

export interface AuthorizedKeys {
  readonly files: readonly AuthorizedKeysFile[];
  /** Other sources of keys, e.g. `authorizedkeyscommand /usr/bin/keys`. */
  readonly elsewhere: readonly string[];
  /** False when there are more accounts than are looked at. */
  readonly complete: boolean;
}

/** Every key file of every account, at every path that sshd is told of, also inside Match blocks. */
export const authorizedKeys = defineFact<AuthorizedKeys>({
  id: "authorized-keys",
  title: "the keys that open accounts",
  reads: () => ({ keys: { argv: ["sh", "-c", script], bytes: 256 * 1024 } }),
  parse(raw: RawOutputs): Reading<AuthorizedKeys> {
    const text = textOf(raw, "keys");
    if (!text.known) return text;
    const rows = columns(text.value);
    if (!rows) return unreadable("the output stops before its end");
    if (rows.some(([tag]) => tag === "absent")) return absent("no SSH server is installed");
    if (rows.some(([tag]) => tag === "failed")) return unreadable("sshd does not say where it looks for keys");
    return known({
      files: parseFiles(rows),
      elsewhere: rows.flatMap(([tag, keyword = "", value = ""]) =>
        tag === "elsewhere" ? [`${keyword} ${value}`] : [],
      ),
      complete: !rows.some(([tag]) => tag === "more"),
    });
  },
});

function parseFiles(rows: readonly (readonly string[])[]): readonly AuthorizedKeysFile[] {
  const files: { account: string; file: SshFile; above: SshFile[]; keys: AuthorizedKey[]; more?: true }[] = [];
  const prints = fingerprints(rows);
  let keys = 0;
  for (const [tag, ...rest] of rows) {
    const last = files.at(-1);
    const [first = "", ...more] = rest;
    const file = tag === "file" || tag === "above" ? sshFile(more) : undefined;
    if (tag === "file" && file) files.push({ account: first, file, above: [], keys: [] });
    if (tag === "above" && file) last?.above.push(file);
    if (tag === "beyond" && last) last.more = true;
    if (tag === "key") {
      const [, type = "", blob = "", options = "", comment = ""] = rest;
      keys += 1;
      last?.keys.push({ type, blob, options, comment, ...prints.get(String(keys)) });
    }
  }
  return files;
}

/** By the number of the key among all keys. */
function fingerprints(
  rows: readonly (readonly string[])[],
): ReadonlyMap<string, Pick<Required<AuthorizedKey>, "fingerprint">> {
  return new Map(
    rows.flatMap(([tag, number = "", fingerprint = ""]) =>
      tag === "print" && /^SHA256:[A-Za-z0-9+/]{43}$/.test(fingerprint) ? [[number, { fingerprint }] as const] : [],
    ),
  );
}

/** Keys that more than one person has, or that open accounts of more than one person. */
export function sharedKeys(authorized: AuthorizedKeys, wanted: HostWanted): readonly string[] {
  const byBlob = Map.groupBy(keysOf(authorized), ({ blob }) => blob);
  const persons = new Set(wanted.admins.map(({ account }) => account));
  const between = [...byBlob.values()].flatMap(([key, ...more]) => {
    if (!key) return [];
    const accounts = [...new Set([key, ...more].map(({ account }) => account))];
    const owned = wanted.admins.some(({ keys }) => keys.some((line) => blobOf(line) === key.blob));
    const shared = owned ? accounts.filter((account) => persons.has(account)).length > 1 : accounts.length > 1;
    return shared ? [`${keyName(key)} opens ${accounts.slice(0, 5).join(", ")}`] : [];
  });
  const declared = wanted.admins.flatMap(({ name, keys }) => keys.map((line) => ({ name, blob: blobOf(line) })));
  const twice = declared.filter((one) => declared.some((other) => other.blob === one.blob && other.name !== one.name));
  return [
    ...between,
    ...(twice.length > 0
      ? [`${twice.map(({ name }) => name).join(" and ")} have the same key in the service file`]
      : []),
  ];
}

/** Accounts whose key files hold more than is looked at. */
export function overfull({ files }: AuthorizedKeys): readonly string[] {
  return [...new Set(files.filter(({ more }) => more).map(({ account }) => account))];
}

/** Every key with the account that it opens. */
export function keysOf({ files }: AuthorizedKeys): readonly (AuthorizedKey & { readonly account: string })[] {
  return files.flatMap(({ account, keys }) => keys.map((key) => ({ ...key, account })));
}

/** Why a key should not be where it is; undefined when a declared person's key opens an account that this person may use. */
export function strangeKey(key: AuthorizedKey & { readonly account: string }, wanted: HostWanted): string | undefined {
  if (key.options.split(",").includes("cert-authority")) return "lets in whoever it signs for";
  const { auditor } = wanted;
  const isAuditors = auditor?.keys.some((line) => blobOf(line) === key.blob) === true;
  if (isAuditors && key.account === auditor.account) return undefined;
  if (isAuditors) return "is the key of the auditor";
  if (key.account === auditor?.account) return "is not the key of the auditor";
  const owners = wanted.admins.filter(({ keys }) => keys.some((line) => blobOf(line) === key.blob));
  if (owners.length === 0) return "belongs to nobody in the service file";
  const person = wanted.admins.find(({ account }) => account === key.account);
  return person && !owners.includes(person) ? `is the key of ${owners[0]?.name}` : undefined;
}

/** Whether the file lies in the account's home, as it does by default. */
export function isInHome({ file, above }: AuthorizedKeysFile): boolean {
  const home = above[1]?.path;
  return home !== undefined && home !== "/" && file.path.startsWith(`${home}/`);
}

/** What is wrong with the modes and owners on the way to the file; empty when nothing is. */
export function openOnTheWay(one: AuthorizedKeysFile): readonly SshFile[] {
  const inHome = isInHome(one);
  const owned = (file: SshFile): boolean => file.owner === "root" || (inHome && file.owner === one.account);
  const [directory, home] = one.above;
  return [
    ...(opener(one.file, inHome ? 0o600 : 0o644) || !owned(one.file) ? [one.file] : []),
    ...(directory && (opener(directory, inHome ? 0o700 : 0o755) || !owned(directory)) ? [directory] : []),
    ...(inHome && home && (opener(home, 0o755) || !owned(home)) ? [home] : []),
  ];
}

/** For people: `ssh-ed25519 ...l9GKJl (ada@laptop)`. */
export function keyName({ type, blob, comment }: Pick<AuthorizedKey, "type" | "blob" | "comment">): string {
  return `${type} ...${blob.slice(-8)}${comment === "" ? "" : ` (${comment})`}`;
}

/** The part that two keys are compared by, from a line of the service file. */
export function blobOf(line: string): string {
  return line.trim().split(/\s+/)[1] ?? "";
}

// Of a file with more than 1000 rows, 64 KiB of them or 4 MiB nothing is printed but that, and so once the keys of all, with their fingerprints, take 200000 of the 256 KiB: no account hides the others. Where even the names of the files are too many, that is said.
// said: what sshd reads, Include lines followed, and Match blocks that name further sources. keys: what sshd would take. Options may be quoted and hold text that looks like a key, so they are skipped as sshd skips them.
const script = `T=$(printf '\\t') N='
'
command -v sshd >/dev/null || { echo absent; echo end; exit 0; }
set -f
settings=$(sshd -T -C user=root,host=outside.invalid,addr=203.0.113.250,laddr=192.0.2.1,lport=22,rdomain= 2>/dev/null)
[ -n "$settings" ] || { echo failed; echo end; exit 0; }
conf() {
  [ "$1" -lt 6 ] && [ -f "$2" ] || return 0
  cat -- "$2"
  echo
  awk '/^[ \\t]*[A-Za-z]+[ \\t]*=/ { sub(/=/, " ") } { gsub(/"/, "") } tolower($1) == "include" { $1 = ""; print }' "$2" | while read -r names; do
    for name in $names; do
      case $name in /*) ;; *) name=/etc/ssh/$name ;; esac
      for found in $name; do conf $(($1 + 1)) "$found"; done
    done
  done
}
set +f
lines=$(printf '%s\\n' "$settings"; conf 0 /etc/ssh/sshd_config)
set -f
said() { printf '%s\\n' "$lines" | awk -v t="$T" '/^[ \\t]*[A-Za-z]+[ \\t]*=/ { sub(/=/, " ") } { gsub(/"/, ""); word = tolower($1) } '"$1"; }
patterns=$(said 'word == "authorizedkeysfile" { for (i = 2; i <= NF; i++) if ($i != "none" && !seen[$i]++) print $i }')
said 'word ~ /^(authorizedkeyscommand|trustedusercakeys)$/ && tolower($2) != "none" && !seen[word, $2]++ { print "elsewhere" t word t $2 }'
keys() {
  head -c 4194305 -- "$1" | awk -v t="$T" '
    function row(text) { size += length(text) + 60; if (++rows > 1000 || size > 65536) { print "beyond"; exit } print text }
    function type(text) { return text ~ /^((sk-)?(ssh|ecdsa)-[a-z0-9@.-]+|rsa-sha2-(256|512))[ \\t]/ }
    { read += length($0) + 1; if (read > 4194304) { print "beyond"; exit } }
    { sub(/\\r$/, ""); sub(/^[ \\t]+/, "") }
    /^#/ || /^$/ { next }
    {
      if (length($0) > 16384) { row("key" t FNR t "too-long" t "-" t "" t ""); next }
      line = $0; options = ""
      if (!type(line)) {
        quoted = 0
        for (i = 1; i <= length(line); i++) {
          c = substr(line, i, 1)
          if (c == "\\\\" && substr(line, i + 1, 1) == "\\"") { i++; continue }
          if (c == "\\"") { quoted = !quoted; continue }
          if (!quoted && (c == " " || c == "\\t")) break
          if (!quoted) options = options c
        }
        line = substr(line, i); sub(/^[ \\t]+/, "", line)
        if (!type(line)) { row("other" t FNR); next }
      }
      split(line, word, /[ \\t]+/)
      comment = line; sub(/^[^ \\t]+[ \\t]+[^ \\t]+[ \\t]*/, "", comment); gsub(/[^ -~]/, "?", comment); gsub(/=[^,]*/, "", options)
      row("key" t FNR t word[1] t word[2] t substr(options, 1, 120) t substr(comment, 1, 60))
    }'
}
{ getent passwd || cat /etc/passwd; } 2>/dev/null | head -n 2001 | {
  count=0 spent=0
  while IFS=: read -r user _ uid _ _ home shell; do
    count=$((count + 1))
    [ $count -le 2000 ] || { echo more; break; }
    for path in $patterns; do
      case $path in *%h*) path=\${path%%%h*}$home\${path#*%h} ;; esac
      case $path in *%u*) path=\${path%%%u*}$user\${path#*%u} ;; esac
      case $path in *%U*) path=\${path%%%U*}$uid\${path#*%U} ;; esac
      case $path in /*) ;; *) path=$home/$path ;; esac
      [ -f "$path" ] || continue
      files=$(stat -L -c "file$T$user$T%a$T%U$T%G$T%n" -- "$path"; stat -L -c "above$T$user$T%a$T%U$T%G$T%n" -- "\${path%/*}" "$home" 2>/dev/null)
      spent=$((spent + \${#files} + 1))
      [ $spent -le 240000 ] || { echo more; break 2; }
      printf '%s\\n' "$files"
      found=$(keys "$path")
      [ -n "$found" ] || continue
      case "$N$found" in *"\${N}beyond") echo beyond; continue ;; esac
      IFS=$N; set -- $found; unset IFS
      all=$((\${#found} + $# * 64))
      [ $((spent + all)) -le 200000 ] || { echo beyond; continue; }
      spent=$((spent + all))
      printf '%s\\n' "$found"
    done
  done
  [ $count -gt 0 ] || echo more
} | awk -F "$T" -v t="$T" '{ print } $1 == "key" { n++; key[n] = $3 " " $4 " " n }
END {
  fflush()
  prints = "ssh-keygen -lf - 2>/dev/null | awk -v t=\\"" t "\\" \\047{ print \\"print\\" t $3 t $2 }\\047"
  for (i = 1; i <= n; i++) print key[i] | prints
  if (n) close(prints)
}'
echo end`;
