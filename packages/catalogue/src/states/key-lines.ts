import type { AuthorizedKey } from "../facts/authorized-keys.ts";

const key = /^((?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+|rsa-sha2-(?:256|512))[ \t]+(\S+)[ \t]*(.*)$/;

/** A line of authorized_keys as the fact shows it; undefined for a comment and for what sshd does not understand. */
export function keyLine(line: string): AuthorizedKey | undefined {
  const bare = line.trim();
  if (bare.startsWith("#")) return undefined;
  // options come first, and may hold text in quotes that looks like a key (sshd(8), AUTHORIZED_KEYS FILE FORMAT)
  const [, options = "", rest = bare] = key.test(bare)
    ? []
    : (/^((?:"(?:\\"|[^"])*"|\\"|[^"\s])+)[ \t]+(.*)$/.exec(bare) ?? []);
  const [, type, blob = "", comment = ""] = key.exec(rest) ?? [];
  if (type === undefined) return undefined;
  return { type, blob, options: namesOf(options), comment: comment.replace(/[^ -~]/g, "?").slice(0, 60) };
}

function namesOf(options: string): string {
  return options
    .replace(/"(?:\\"|[^"])*"/g, "")
    .replace(/=[^,]*/g, "")
    .slice(0, 120);
}

/**
 * The file with declared keys only, and `complete` with all of them. A line that is there keeps its options, which may
 * narrow what the key opens; comments stay, and so does what sshd does not understand.
 */
export function withExactly(text: string, declared: readonly string[], complete: boolean): string {
  const wanted = declared.flatMap((line) => keyLine(line)?.blob ?? []);
  const seen = new Set<string>();
  const kept = text.split("\n").filter((line) => {
    const found = keyLine(line);
    if (!found) return true;
    const stays =
      wanted.includes(found.blob) && !seen.has(found.blob) && !found.options.split(",").includes("cert-authority");
    if (stays) seen.add(found.blob);
    return stays;
  });
  const missing = complete ? declared.filter((line) => !seen.has(keyLine(line)?.blob ?? "")) : [];
  if (missing.length === 0) return kept.join("\n");
  const end = kept.at(-1) === "" ? kept.slice(0, -1) : kept;
  return [...end, ...new Set(missing.map((line) => line.trim())), ""].join("\n");
}

/**
 * The file without keys that are not declared. Keys with a forced command stay where `commands` says so; comments and
 * what sshd does not understand stay too.
 */
export function withoutStrange(text: string, declared: readonly string[], commands: boolean): string {
  return text
    .split("\n")
    .filter((line) => {
      const found = keyLine(line);
      return found === undefined || isKept(found, declared, commands);
    })
    .join("\n");
}

/** Whether such a key may stay in an account that nobody declared; `declared` are the base64 parts of keys. */
export function isKept({ blob, options }: AuthorizedKey, declared: readonly string[], commands: boolean): boolean {
  const names = options.split(",");
  if (names.includes("cert-authority")) return false;
  return declared.includes(blob) || (commands && names.includes("command"));
}
