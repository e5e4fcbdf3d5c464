import {
  makeRecovery,
  readTrustedFile,
  recoveryKey,
  type RecoveryReason,
  testRecovery,
  writeRecoveryTest,
} from "@secondlock/vault/file";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { sharesFromInput } from "../share-input.ts";
import { refuseEdit } from "../unedited.ts";
import { deskOf } from "./set.ts";

/** Makes, tests and combines the shares of a recovery key. */
export async function recoveryCommand(
  what: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const commands = { split, test, combine };
  if (!Object.hasOwn(commands, what))
    return refuse(console, `recovery cannot ${what.slice(0, 80)}`, "split, test or combine", 2);
  return await commands[what as keyof typeof commands](options, console);
}

async function split(options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const [count, needed] = [Number(options["shares"]), Number(options["needed"])];
  if (!(Number.isInteger(count) && Number.isInteger(needed) && needed >= 2 && needed <= count && count <= 16))
    return refuse(console, "there is no such way to split", "from --needed 2 --shares 2 to --needed 16 --shares 16", 2);
  if (options["print"] !== true && !process.stdout.isTTY)
    return refuse(
      console,
      "standard output is no terminal, and shares must not land in a file or a log",
      "run it in a terminal; or --print, when a printer reads it: secondlock recovery split --print | lp",
      2,
    );
  const { recipient, pages } = await makeRecovery(needed, count);
  console.out(pages.join("\f"));
  console.err(
    `The recovery key is nowhere but on these pages. Name it when you seal: --recovery ${recipient}\n` +
      "Then prove that the pages work: secondlock recovery test\n",
  );
  return 0;
}

async function combine(options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  if (options["print"] !== true && process.stdout.isTTY)
    return refuse(
      console,
      "standard output is a terminal, and the key would stay on it",
      "pipe it: secondlock recovery combine | age --decrypt -i - FILE; or --print",
      2,
    );
  const shares = await askShares(console);
  if (typeof shares === "number") return shares;
  const key = await recoveryKey(shares);
  if (!key.ok) return refuseShares(console, key);
  console.out(`${key.value}\n`);
  return 0;
}

async function test(options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const { home, file } = deskOf(options);
  const trusted = await readTrustedFile(home, file);
  if (!trusted.ok) return refuseEdit(console, trusted);
  const shares = await askShares(console);
  if (typeof shares === "number") return shares;
  const { sealed, pin } = trusted.value;
  const tested = await testRecovery(sealed, shares);
  if (!tested.ok) return refuseShares(console, tested);
  const at = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const count = new Set(shares.map(({ number }) => number)).size;
  const written = await writeRecoveryTest(home, pin.file, { at, shares: count });
  if (!written.ok)
    return refuse(console, `it works, and that cannot be remembered: ${written.detail ?? ""}`, "make room", 4);
  console.out(
    `${count} shares open each of the ${sealed.values.length} values of ${file}. The audit knows it from now on.\n`,
  );
  return 0;
}

async function askShares(
  console: Console,
): Promise<NonNullable<Awaited<ReturnType<typeof sharesFromInput>>> | ExitCode> {
  const interrupt = onInterrupt();
  try {
    const shares = await sharesFromInput(console, interrupt.signal);
    if (interrupt.signal.aborted) return 130;
    return shares ?? refuse(console, "no shares", "type them, or send them by standard input, each on its own line", 2);
  } finally {
    interrupt.release();
  }
}

const refusals: Readonly<Record<RecoveryReason, readonly [what: string, hint: string]>> = {
  "malformed-share": ["that is no share", "a share begins with slshare1"],
  "mistyped-share": ["a letter of a share is wrong", "type it once more"],
  "mixed-shares": ["these shares are of different keys", "the recipient on the pages tells which belong together"],
  "too-few-shares": ["these are too few shares: %", "ask another keeper"],
  "wrong-key": ["what these shares give is not the key that was split", "one of them was changed: try others"],
  "not-this-files": ["these shares are of another recovery key than the file's", "the recipient stands on the pages"],
  "value-not-for-recovery": [
    "% does not open with these shares",
    "it was sealed before this recovery key was named: set it anew",
  ],
  "empty-file": ["the file has no value to prove it with", "set one first"],
};

function refuseShares(
  console: Console,
  { reason, detail = "" }: { readonly reason: RecoveryReason; readonly detail?: string },
): ExitCode {
  const [what, hint] = refusals[reason];
  return refuse(
    console,
    what.replace("%", () => detail),
    hint,
    2,
  );
}
