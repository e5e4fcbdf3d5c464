import { setTimeout as sleep } from "node:timers/promises";
import { setValue } from "../file/edit.ts";
import { editAsPerson } from "../file/personal-edit.ts";
import type { SealedFile } from "../file/sealed-file.ts";
import { readTrustedFile } from "../file/trusted-file.ts";
import type { Value } from "../file/value.ts";
import { writeFile } from "../file/write-file.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Provider } from "./provider.ts";
import type { RotationOrder, RotationReason, Told } from "./rotation-order.ts";
import { markOf, removeRotation, type RotationState, writeRotation } from "./rotation-state.ts";

export type Place = Pick<RotationOrder, "home" | "file" | "name">;
type Done = Promise<Outcome<RotationState, RotationReason>>;

export async function sealedIn({ home, file }: Place): Promise<Outcome<SealedFile, RotationReason>> {
  const trusted = await readTrustedFile(home, file);
  return trusted.ok ? accept(trusted.value.sealed) : trusted;
}

/** The new value goes into its box, and that onto the disk, before the provider hears of it: whatever dies then, no working key is lost. */
export async function prepare(order: RotationOrder, sealed: SealedFile): Done {
  const { home, file, name, provider, now = () => new Date() } = order;
  const before = valueIn(sealed, name);
  const prepared = await provider.prepare(before === undefined ? undefined : markOf(before));
  if (!prepared.ok) return prepared;
  const { pair, value: secret } = prepared.value;
  const next = await editAsPerson({ home, file, at: now(), dryRun: true }, (current, edit) =>
    setValue(current, name, secret, edit),
  );
  if (!next.ok) return next;
  const value = valueIn(next.value, name);
  if (value === undefined) throw new TypeError("a value that was set is in the file");
  const state: RotationState = {
    ...{ file: sealed.header.content.file, name, provider: provider.name, step: "create", value, proven: [] },
    pair: { ...pair, toMark: markOf(value) },
    ...(before === undefined ? {} : { before }),
  };
  return await remember(order, state, "prepared");
}

export async function create(order: RotationOrder, state: RotationState): Done {
  if (state.step !== "create") return accept(state);
  const created = await order.provider.create(state.pair);
  if (created.ok)
    return await remember(order, { ...state, step: "set", pair: { ...state.pair, verifier: "" } }, "created");
  // it cannot be made any more, as somebody else's rotation came through: nothing was begun, and the next run begins anew
  const looked = await order.provider.look(state.pair);
  if (looked.ok && !looked.value.there) await removeRotation(order.home, state);
  return created;
}

export async function set(order: RotationOrder, state: RotationState): Done {
  if (state.step !== "set") return accept(state);
  const { home, file, provider, now = () => new Date() } = order;
  const sealed = await sealedIn(order);
  if (!sealed.ok) return sealed;
  const there = await isThere(provider, state);
  if (!there.ok) return there;
  // unless a process that was killed behind this step has done it
  if (standing(sealed.value, state) !== "new") {
    const written = await editAsPerson<RotationReason>({ home, file, at: now() }, (current, edit) => {
      if (standing(current, state) !== "old") return refuse("changed-meanwhile", state.name);
      const others = current.values.filter(({ name }) => name !== state.name);
      return accept(writeFile({ ...current, values: [...others, state.value] }, [current], edit));
    });
    if (!written.ok) return written;
  }
  return await remember(order, { ...state, step: "test" }, "set");
}

/** Every host that opens the file proves the new key from where it is used. */
export async function test(order: RotationOrder, state: RotationState): Done {
  const { provider, prove, now = () => new Date() } = order;
  const sealed = await sealedIn(order);
  if (!sealed.ok) return sealed;
  if (standing(sealed.value, state) !== "new") return refuse("changed-meanwhile", state.name);
  const hosts = [...new Set(sealed.value.wraps.map(({ content }) => content.host))];
  if (hosts.length === 0) return refuse("no-hosts");
  const owing = hosts.filter((host) => !state.proven.includes(host));
  if (owing.length === 0 && state.step === "finish") return accept(state);
  if (prove === undefined) return refuse("no-proof", owing.join(", "));
  let next = state;
  for (const host of owing) {
    const proven = await prove(host, provider.proof(state.pair, state.value));
    if (!proven.ok) return refuse("not-proven", [host, proven.detail].filter(Boolean).join(": "));
    const noted = await remember(order, { ...next, proven: [...next.proven, host] });
    if (!noted.ok) return noted;
    next = noted.value;
  }
  const provenAt = `${now().toISOString().slice(0, 19)}Z`;
  return await remember(order, { ...next, step: "finish", provenAt }, "proven");
}

export async function finish(order: RotationOrder, state: RotationState): Done {
  const { home, provider, grace = 86_400_000, quiet = 10_000, now = () => new Date() } = order;
  const over = now().getTime() >= Date.parse(state.provenAt ?? "") + grace;
  if (!over) {
    const looked = await provider.look(state.pair);
    if (!looked.ok) return looked;
    // who has just read the old value may be about to use it: nobody at two times, and not only now
    if (looked.value.oldUses === 0) await sleep(quiet);
  }
  const finished = await provider.finish(state.pair, over);
  if (!finished.ok) return finished;
  await removeRotation(home, state);
  order.told?.("finished");
  return accept(state);
}

function valueIn({ values }: SealedFile, name: string): Value | undefined {
  return values.find((value) => value.name === name);
}

/** What the file holds: the value of before, the new one, or one that somebody else set. */
export function standing(sealed: SealedFile, { name, value, before }: RotationState): "old" | "new" | "other" {
  const mark = (each: Value | undefined): string => (each === undefined ? "" : markOf(each));
  const stands = mark(valueIn(sealed, name));
  if (stands === markOf(value)) return "new";
  return stands === mark(before) ? "old" : "other";
}

export async function isThere(
  provider: Provider,
  { pair }: RotationState,
): Promise<Outcome<undefined, RotationReason>> {
  const looked = await provider.look(pair);
  if (!looked.ok) return looked;
  return looked.value.there ? accept(undefined) : refuse("not-there", pair.to);
}

async function remember({ home, told }: RotationOrder, state: RotationState, done?: Told): Done {
  const written = await writeRotation(home, state);
  if (!written.ok) return written;
  if (done !== undefined) told?.(done);
  return accept(state);
}
