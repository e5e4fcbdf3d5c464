import { type Identity, identityText } from "@secondlock/age";
import { join } from "node:path";
import { canonicalText, readCanonical } from "../canonical.ts";
import { replaceFile } from "../disk/replace-file.ts";
import type { SealedFile } from "../file/sealed-file.ts";
import { isCount, isObject, isTime } from "../file/shape.ts";
import { openValue } from "../file/value.ts";
import { type FolderReason, readOwn } from "../keys/host-folder.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { combineShares, type Share, type ShareReason } from "./share.ts";

/** When somebody last proved that shares open a file. */
export interface RecoveryTest {
  /** `2026-11-22T10:00:00Z` */
  readonly at: string;
  /** How many were typed. */
  readonly shares: number;
}

export type RecoveryReason =
  | ShareReason
  /** The header names another recovery recipient than that of the shares. */
  | "not-this-files"
  /** A value does not open with what the shares give: it was sealed before the recipient was named. `detail` is its name. */
  | "value-not-for-recovery"
  /** There is no value to prove it with. */
  | "empty-file";

/** Whether shares open each value of a file that was verified. No value is kept. */
export async function testRecovery(
  { header, values }: SealedFile,
  shares: readonly Share[],
): Promise<Outcome<undefined, RecoveryReason>> {
  const identity = await combineShares(shares);
  if (!identity.ok) return identity;
  if (!header.content.recovery.includes(identity.value.recipient.text)) return refuse("not-this-files");
  if (values.length === 0) return refuse("empty-file");
  for (const value of values) {
    const opened = openValue(header.content, value, identity.value);
    if (!opened.ok) return refuse("value-not-for-recovery", value.name);
  }
  return accept(undefined);
}

/** What shares give, as the program age takes it: `AGE-SECRET-KEY-1...`. */
export async function recoveryKey(shares: readonly Share[]): Promise<Outcome<string, ShareReason>> {
  const identity: Outcome<Identity, ShareReason> = await combineShares(shares);
  return identity.ok ? accept(identityText(identity.value)) : identity;
}

const isRecoveryTest = isObject({ at: isTime, shares: isCount });

/** Remembers a test, in the folder of who did it. Refuses with `not-written`. */
export async function writeRecoveryTest(
  folder: string,
  file: string,
  test: RecoveryTest,
): Promise<Outcome<undefined, "not-written">> {
  return await replaceFile(join(folder, testFile(file)), `${canonicalText(test)}\n`, 0o600);
}

/** The last test of a file; undefined when there was none. Refuses with `open-to-others`, `malformed-test` and `unreadable`. */
export async function readRecoveryTest(
  folder: string,
  file: string,
): Promise<Outcome<RecoveryTest | undefined, FolderReason | "malformed-test">> {
  const text = readOwn(folder, testFile(file));
  if (!text.ok) return text.reason === "no-keys" ? accept(undefined) : text;
  const test = readCanonical(text.value.trim());
  return isRecoveryTest(test) ? accept(test as RecoveryTest) : refuse("malformed-test", join(folder, testFile(file)));
}

function testFile(file: string): string {
  return `recovery-tested-${file}`;
}
