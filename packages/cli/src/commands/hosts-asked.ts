import { hostname } from "node:os";
import { readFile } from "node:fs/promises";
import { type HostCard, type KnownConfirmer, type PolicyTerms, readCard } from "@secondlock/vault";
import { chosenConfirmers, type OwnerDesk } from "../owner-desk.ts";
import { readPolicyOptions } from "./policy-options.ts";

/** Hosts that are to be let in. */
export interface AskedHosts {
  readonly cards: readonly HostCard[];
  /** One of the hosts is this computer: its folder of keys, its name, and whether it gets new keys. */
  readonly here: { readonly keys: string; readonly host: string; readonly newKeys: boolean } | undefined;
  readonly confirmers: readonly KnownConfirmer[];
  readonly terms: PolicyTerms;
}

type Asked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly what: string; readonly hint: string }
  | { readonly ok: false; readonly reason: string; readonly detail?: string };

/** The cards that are named. */
export async function readCards(options: Record<string, unknown>): Promise<Asked<readonly HostCard[]>> {
  const paths = Array.isArray(options["card"]) ? options["card"].map(String) : [];
  const cards: HostCard[] = [];
  for (const path of paths) {
    const line = await readFile(path, "utf8").catch(() => undefined);
    if (line === undefined)
      return { ok: false, what: `${path} cannot be read`, hint: "secondlock host card > FILE on the host" };
    const card = readCard(line);
    if (!card.ok) return card;
    cards.push(card.value);
  }
  return { ok: true, value: cards };
}

/** What the options say: cards of hosts, or this one, and under which policy. Nothing is made yet. */
export async function hostsAsked(
  { confirmers }: OwnerDesk,
  options: Record<string, unknown>,
): Promise<Asked<AskedHosts>> {
  // after somebody got in, also this host gets new keys
  const here = options["here"] === true ? { ...hereOf(options), newKeys: options["compromised"] === true } : undefined;
  const read = await readCards(options);
  if (!read.ok) return read;
  const policy = readPolicyOptions(options);
  if (!policy.ok) return policy;
  const terms: PolicyTerms = { sources: here === undefined ? [] : ["127.0.0.1/32", "::1/128"], ...policy.terms };
  if (read.value.length === 0 && here === undefined)
    return { ok: true, value: { cards: [], here, confirmers: [], terms } };
  if (terms.sources.length === 0)
    return {
      ok: false,
      what: "nobody said from where the host opens it",
      hint: "--source 203.0.113.7/32: its address as the confirmer sees it",
    };
  const chosen = chosenConfirmers(confirmers, options["confirmer"]);
  if (!chosen.ok) return chosen;
  return { ok: true, value: { cards: read.value, here, confirmers: chosen.value, terms } };
}

export function hereOf(options: Record<string, unknown>): { readonly keys: string; readonly host: string } {
  const { as } = options;
  return { keys: String(options["keys"]), host: typeof as === "string" ? as : hostname().toLowerCase() };
}
