import type { Change, Look } from "@secondlock/model";
import { sshdConfig, type SshdConfig } from "../facts/sshd-config.ts";

const main = "/etc/ssh/sshd_config";
const ours = [`${main}.d/00-secondlock-second-factor.conf`, `${main}.d/00-secondlock.conf`];

/** Ours alone: other files in that folder have slept so far, and nobody knows what they would open. */
const include = `Include ${main}.d/00-secondlock*.conf`;

/**
 * A host that kept an sshd_config from before Debian 11 reads no drop-ins, and on one that reads them after other settings,
 * or in a Match block, they do not win. There an Include becomes the first line. For every state that writes a drop-in.
 */
export function sshdIncludes(look: Look | undefined): readonly Change[] {
  const config = look?.(sshdConfig);
  if (config === undefined || isReadFirst(config)) return [];
  const content = (before: string | undefined): string | undefined =>
    before === undefined || before.startsWith(`${include}\n`) ? before : `${include}\n${before}`;
  return [{ kind: "file", path: main, content, reload: "ssh" }];
}

/** Whether our drop-ins are named before the first line that sets something, or would be were they there. */
function isReadFirst({ lines }: SshdConfig): boolean {
  const first = lines.findIndex(({ keyword, file }) => keyword !== "include" && !ours.includes(file));
  const before = first === -1 ? lines : lines.slice(0, first);
  const patterns = before.flatMap(({ keyword, value }) => (keyword === "include" ? value.split(/\s+/) : []));
  return ours.every((path) => patterns.some((pattern) => takes(pattern, path)));
}

/** A glob as sshd takes it: a name that is not absolute lies in /etc/ssh, and `*` stands for no `/`. */
function takes(pattern: string, path: string): boolean {
  const bare = pattern.replaceAll('"', "");
  const whole = bare.startsWith("/") ? bare : `/etc/ssh/${bare}`;
  const source = whole
    .replaceAll(/[.+^${}()|\\[\]]/g, String.raw`\$&`)
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  return new RegExp(`^${source}$`).test(path);
}
