import { userInfo } from "node:os";
import { createPerson, type KnownConfirmer, type Person, readConfirmers, readPerson } from "@secondlock/vault";
import { deskOf } from "./commands/set.ts";

/** Where an owner works: who he is, which file, which confirmers he knows. */
export interface OwnerDesk {
  readonly home: string;
  readonly file: string;
  readonly person: Person;
  readonly confirmers: readonly KnownConfirmer[];
}

export type Desk =
  | { readonly ok: true; readonly value: OwnerDesk }
  | { readonly ok: false; readonly reason: string; readonly detail?: string };

/** Who works here; `make`: is made where nobody is yet, under this name or that of the system. */
export async function ownerDesk(options: Record<string, unknown>, make = false): Promise<Desk> {
  const { home, file } = deskOf(options);
  const found = await readPerson(home);
  const name = typeof options["name"] === "string" ? options["name"] : userInfo().username.toLowerCase();
  if (found.ok && typeof options["name"] === "string" && options["name"] !== found.value.name)
    return { ok: false, reason: "named-otherwise", detail: found.value.name };
  const person = !found.ok && found.reason === "no-person" && make ? await createPerson(home, name) : found;
  if (!person.ok) return person;
  const confirmers = await readConfirmers(home);
  return confirmers.ok
    ? { ok: true, value: { home, file, person: person.value, confirmers: confirmers.value } }
    : confirmers;
}

/** The confirmers that are named; without a name, the only one that is known. */
export function chosenConfirmers(
  known: readonly KnownConfirmer[],
  names: unknown,
):
  | { readonly ok: true; readonly value: readonly KnownConfirmer[] }
  | { readonly ok: false; readonly reason: string; readonly detail?: string } {
  const wanted = Array.isArray(names) ? names.map(String) : [];
  if (wanted.length === 0)
    return known.length === 1 ? { ok: true, value: known } : { ok: false, reason: "no-confirmer" };
  const unknown = wanted.find((name) => !known.some(({ confirmer }) => confirmer === name));
  if (unknown !== undefined) return { ok: false, reason: "unknown-confirmer", detail: unknown };
  return { ok: true, value: known.filter(({ confirmer }) => wanted.includes(confirmer)) };
}
