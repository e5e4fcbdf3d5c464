import { parseShare, type Share } from "@secondlock/vault/file";
import { complain, type Console } from "./console.ts";
import { givenFile } from "./given-file.ts";
import { askPassword } from "./password.ts";

/** Bytes of standard input: sixteen shares and more. */
const longest = 16_384;

/** Shares as people type them, not shown, until there are enough; or the lines of standard input. Undefined when nobody gives any. */
export async function sharesFromInput(console: Console, signal: AbortSignal): Promise<readonly Share[] | undefined> {
  return process.stdin.isTTY ? await typed(console, signal) : await piped(console);
}

async function typed(console: Console, signal: AbortSignal): Promise<readonly Share[] | undefined> {
  const shares = new Map<number, Share>();
  for (let needed = 1; shares.size < needed;) {
    const more = shares.size === 0 ? "" : `, ${shares.size} of ${needed} are there`;
    const text = await askPassword(`A share (it is not shown${more}): `, signal);
    if (text === undefined) return undefined;
    const share = parseShare(text);
    if (!share.ok) complain(console, "that is no share, or a letter of it is wrong", "type it once more");
    else {
      shares.set(share.value.number, share.value);
      needed = share.value.threshold;
    }
  }
  return [...shares.values()];
}

async function piped(console: Console): Promise<readonly Share[] | undefined> {
  const given = await givenFile("-", longest);
  const lines = given.ok ? given.bytes.toString("utf8").split("\n") : [];
  const shares: Share[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const share = parseShare(line);
    if (!share.ok) {
      complain(
        console,
        `line ${at + 1} of standard input is no share, or a letter of it is wrong`,
        "type it once more",
      );
      return undefined;
    }
    shares.push(share.value);
  }
  return shares.length === 0 ? undefined : shares;
}
