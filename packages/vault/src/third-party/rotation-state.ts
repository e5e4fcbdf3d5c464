import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fromText, toText } from "../bytes.ts";
import { canonicalText, digestOf, readCanonical } from "../canonical.ts";
import { replaceFile, syncFolder } from "../disk/replace-file.ts";
import { isBytes, isCount, isDay, isListOf, isName, isObject, isOneOf, isTime, type Shape } from "../file/shape.ts";
import type { Value } from "../file/value.ts";
import { isVariableName } from "../file/variable.ts";
import { type FolderReason, readOwn } from "../keys/host-folder.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { KeyPair } from "./provider.ts";

/** The step that is next. */
export type Step = "create" | "set" | "test" | "finish";

/** A rotation that is under way. Holds nothing that opens anything: the new value is in its box. */
export interface RotationState {
  readonly file: string;
  readonly name: string;
  readonly provider: string;
  readonly step: Step;
  readonly pair: KeyPair;
  /** What the file gets. */
  readonly value: Value;
  /** What stood there before; absent where nothing did. */
  readonly before?: Value;
  /** Hosts that have proven that they use the new key. */
  readonly proven: readonly string[];
  /** When the last of them did: `2026-11-22T20:00:00Z`. */
  readonly provenAt?: string;
}

export type StateReason =
  | Extract<FolderReason, "open-to-others" | "unreadable" | "not-written">
  /** What is remembered was changed by hand. `detail` is the path. */
  | "malformed-rotation";

const isText: Shape = (value) => typeof value === "string" && value.length <= 1_000;
const isMark: Shape = (value) => value === "" || isBytes(32)(value);
const isBox: Shape = (value) => typeof value === "string" && fromText(value) !== undefined;
const isStoredValue = isObject({ version: isCount, day: isDay, box: isBox });
const orEmpty =
  (fits: Shape): Shape =>
  (value) =>
    value === "" || fits(value);

const isStored = isObject({
  file: isBytes(16),
  name: (value) => typeof value === "string" && isVariableName(value),
  provider: isText,
  step: isOneOf("create", "set", "test", "finish"),
  pair: isObject({ from: isText, fromMark: isMark, to: isText, toMark: isBytes(32), verifier: isText }),
  value: isStoredValue,
  before: orEmpty(isStoredValue),
  proven: isListOf(isName, 20_000),
  provenAt: orEmpty(isTime),
});

/** Names a sealed value everywhere: two boxes with one secret differ. */
export function markOf({ box }: Pick<Value, "box">): string {
  return digestOf(box);
}

function pathOf(folder: string, file: string, name: string): string {
  return join(folder, `rotation-${file}-${name}`);
}

/** The rotation of a value that is under way; undefined where there is none. */
export async function readRotation(
  folder: string,
  file: string,
  name: string,
): Promise<Outcome<RotationState | undefined, StateReason>> {
  const path = pathOf(folder, file, name);
  const text = readOwn(folder, `rotation-${file}-${name}`);
  if (!text.ok) {
    if (text.reason === "no-keys") return accept(undefined);
    return refuse(text.reason === "open-to-others" ? text.reason : "unreadable", text.detail);
  }
  const stored = readCanonical(text.value.trim());
  if (!isStored(stored)) return refuse("malformed-rotation", path);
  const { before, provenAt, value, ...rest } = stored as Stored;
  if (rest.file !== file || rest.name !== name) return refuse("malformed-rotation", path);
  return accept({
    ...rest,
    value: restored(name, value),
    ...(before === "" ? {} : { before: restored(name, before) }),
    ...(provenAt === "" ? {} : { provenAt }),
  });
}

interface StoredValue {
  readonly version: number;
  readonly day: string;
  readonly box: string;
}

interface Stored extends Omit<RotationState, "value" | "before" | "provenAt"> {
  readonly value: StoredValue;
  readonly before: StoredValue | "";
  readonly provenAt: string;
}

/** Remembers a rotation, on disk before this resolves. */
export async function writeRotation(folder: string, state: RotationState): Promise<Outcome<undefined, StateReason>> {
  const { value, before, provenAt = "", ...rest } = state;
  const stored: Stored = {
    ...rest,
    value: storedOf(value),
    before: before === undefined ? "" : storedOf(before),
    provenAt,
  };
  const written = await replaceFile(pathOf(folder, state.file, state.name), `${canonicalText(stored)}\n`, 0o600);
  return written.ok ? written : refuse("not-written", written.detail);
}

/** Forgets a rotation that has come to its end. */
export async function removeRotation(
  folder: string,
  { file, name }: Pick<RotationState, "file" | "name">,
): Promise<void> {
  const path = pathOf(folder, file, name);
  // and what a run that was killed had begun to write
  const parts = (await readdir(dirname(path))).filter(
    (each) => each.startsWith(`${basename(path)}.`) && each.endsWith(".part"),
  );
  for (const part of parts) await rm(join(dirname(path), part), { force: true });
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}

/** The same rotation the other way round: the old value comes back into the file, and the new key is what ends. */
export function turnedBack({ file, name, provider, ...state }: RotationState, before: Value): RotationState {
  const { from, fromMark, to, toMark } = state.pair;
  return {
    ...{ file, name, provider, step: "set" },
    value: before,
    before: state.value,
    pair: { from: to, fromMark: toMark, to: from, toMark: fromMark || markOf(before), verifier: "" },
    proven: [],
  };
}

function storedOf({ version, day, box }: Value): StoredValue {
  return { version, day, box: toText(box) };
}

function restored(name: string, { version, day, box }: StoredValue): Value {
  return { name, version, day, box: Buffer.from(box, "base64url") };
}
