import type { SealedFile } from "../file/sealed-file.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { RotationOrder, RotationReason } from "./rotation-order.ts";
import { readRotation, removeRotation, type RotationState, turnedBack, writeRotation } from "./rotation-state.ts";
import { create, finish, isThere, type Place, prepare, sealedIn, set, standing, test } from "./rotation-steps.ts";

/**
 * Rotates one value, or goes on with a rotation wherever it was left: create, set, test, finish. Each step is on disk before the next
 * one begins, and may be done twice. The old key works until every host that opens the file has proven the new one.
 */
export async function rotate(order: RotationOrder): Promise<Outcome<undefined, RotationReason>> {
  const sealed = await sealedIn(order);
  if (!sealed.ok) return sealed;
  const found = await underWay(order, sealed.value);
  if (!found.ok) return found;
  let state: Outcome<RotationState, RotationReason> =
    found.value === undefined ? await prepare(order, sealed.value) : accept(found.value);
  for (const step of [create, set, test, finish]) {
    if (!state.ok) return state;
    state = await step(order, state.value);
  }
  return state.ok ? accept(undefined) : state;
}

/**
 * Turns a rotation round: the value of before comes back into the file, and the new key is the one that ends, once every host has
 * proven the old one. `rotate` goes on with it.
 */
export async function takeBack(
  order: Place & Pick<RotationOrder, "provider">,
): Promise<Outcome<undefined, RotationReason>> {
  const sealed = await sealedIn(order);
  if (!sealed.ok) return sealed;
  const found = await underWay(order, sealed.value);
  if (!found.ok) return found;
  if (found.value?.before === undefined) return refuse("nothing-to-take-back");
  if (standing(sealed.value, found.value) === "other") return refuse("changed-meanwhile", order.name);
  const back = turnedBack(found.value, found.value.before);
  const there = await isThere(order.provider, back);
  return there.ok ? await writeRotation(order.home, back) : there;
}

/** Forgets a rotation and changes nothing else: for one that cannot go on, after a person has looked which key the file holds. */
export async function forgetRotation(order: Place): Promise<Outcome<undefined, RotationReason>> {
  const sealed = await sealedIn(order);
  if (!sealed.ok) return sealed;
  await removeRotation(order.home, { file: sealed.value.header.content.file, name: order.name });
  return accept(undefined);
}

/** The rotation that is to go on; undefined where none is. */
async function underWay(
  { home, name, provider }: Place & Pick<RotationOrder, "provider">,
  { header }: SealedFile,
): Promise<Outcome<RotationState | undefined, RotationReason>> {
  const found = await readRotation(home, header.content.file, name);
  if (!found.ok || found.value === undefined) return found;
  const { provider: other, pair } = found.value;
  return other === provider.name && provider.knows(pair) ? found : refuse("other-rotation");
}
