import { defineFact, known, type Reading } from "@secondlock/model";
import { type FileList, type FileRecord, fileRecords, octal, recordEnd, recordFormat } from "./file-records.ts";
import { isBytes, isCount, membersOf, parseObject } from "./sealed-shape.ts";
import { allOf, taggedLines } from "./tagged-lines.ts";

/** Where a host keeps the keys with which it opens sealed files. */
export const keysFolder = "/var/lib/secondlock/keys";

const files = `[ -d ${keysFolder} ] && find ${keysFolder} -maxdepth 1 -printf '${recordFormat}' | head -c 40000
${recordEnd}`;

/** The keys' folder and what lies in it: modes and owners, never a byte of a key. */
export const sealedKeys = defineFact<FileList>({
  id: "sealed-keys",
  title: "modes of the keys that open sealed files",
  reads: () => ({ files: { argv: ["sh", "-c", files] } }),
  parse: (raw) => fileRecords(raw, "files"),
});

/** What the host remembers of a sealed file, outside of it. */
export interface SealedPin {
  readonly file: string;
  /** Ed25519 of the owner whom it believes, base64url. */
  readonly owner: string;
  readonly sequence: number;
  readonly headerVersion: number;
  readonly digest: string;
}

const isPin = membersOf({
  file: isBytes(16),
  owner: isBytes(32),
  sequence: isCount,
  headerVersion: isCount,
  digest: isBytes(32),
});

const pins = String.raw`for f in ${keysFolder}/pin-*; do [ -f "$f" ] && [ ! -L "$f" ] && printf 'pin %s\n' "$(head -c 1024 -- "$f" | head -n 1 | tr -d '\0')"; done | head -n 64
echo end`;

/** Whose files the host believes, and how new the newest was that it opened. */
export const sealedPins = defineFact<readonly SealedPin[]>({
  id: "sealed-pins",
  title: "owners of sealed files that the host believes",
  reads: () => ({ pins: { argv: ["sh", "-c", pins] } }),
  parse(raw): Reading<readonly SealedPin[]> {
    const tagged = taggedLines(raw, "pins");
    if (!tagged.known) return tagged;
    return known(
      allOf(tagged.value, "pin").flatMap((text) => (parseObject([text], isPin) as SealedPin | undefined) ?? []),
    );
  },
});

/** The two keys themselves: whoever reads both asks a confirmer as this host. */
export function isSealedKey({ path }: FileRecord): boolean {
  return path === `${keysFolder}/local.key` || path === `${keysFolder}/signing.key`;
}

/** Why somebody beside the opener gets at the keys; nothing where nobody does. `user` is the application's, where it is known. */
export function openKeys({ files: found }: FileList, user: string | undefined): readonly string[] {
  const isClosed = found.some(({ path, mode }) => path === keysFolder && (mode & 0o077) === 0);
  return found.flatMap((file) => {
    const { path, mode, owner, group, kind } = file;
    const shown = `${path} (${octal(mode)} ${owner}:${group})`;
    if (kind === "link") return [`${path} is a link`];
    if (user !== undefined && user !== "root" && owner === user) return [`${shown} belongs to the application`];
    // in a folder that nobody else enters, the opener still refuses a key that is open itself
    const isHidden = isClosed && !isSealedKey(file);
    return (mode & 0o077) === 0 || isHidden ? [] : [shown];
  });
}
