import {
  type KnownConfirmer,
  type Owning,
  readTrustedFile,
  revokeThere,
  shredThere,
  signRevocation,
} from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { type OwnerDesk, ownerDesk } from "../owner-desk.ts";
import { endUnchanged, sayYes } from "../say-yes.ts";
import { refuseOrder } from "../unordered.ts";

/** A key of a host, and the confirmer that has it. */
interface KeyThere {
  readonly host: string;
  readonly kid: string;
  readonly confirmer: KnownConfirmer;
}

/** Revokes the keys of hosts at all their confirmers, at once; those that were not reached are named, and it ends with 1. */
export async function revokeCommand(
  hosts: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const desk = await ownerDesk(options);
  if (!desk.ok) return refuseOrder(console, desk);
  const keys = await keysOf(desk.value, hosts, options["all"] === true);
  if (!keys.ok) return refuseOrder(console, keys);
  const { signer } = desk.value.person;
  const revocation = signRevocation([...new Set(keys.value.map(({ kid }) => kid))], signer, new Date());
  const confirmers = new Map(keys.value.map(({ confirmer }) => [confirmer.origin, confirmer]));
  const outcomes = await Promise.all(
    [...confirmers.values()].map(async (confirmer) => ({
      confirmer,
      outcome: await revokeThere({ confirmer, signer, send }, revocation),
    })),
  );
  const failed = outcomes.filter(({ outcome }) => !outcome.ok);
  for (const { confirmer, outcome } of outcomes)
    if (outcome.ok) console.out(`${confirmer.confirmer}: ${outcome.value.revoked.length} revoked\n`);
  if (failed.length === 0) return 0;
  const names = failed.map(({ confirmer, outcome }) => `${confirmer.confirmer} (${outcome.ok ? "" : outcome.reason})`);
  return refuse(
    console,
    `not everywhere: ${names.join(", ")}`,
    "run it again; a confirmer that hears of a peer learns of it there, and without any it stops at the end of the policy's lease",
    1,
  );
}

/** Destroys the keys of hosts: what they were needed for is then opened by recovery alone. */
export async function shredCommand(
  hosts: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const desk = await ownerDesk(options);
  if (!desk.ok) return refuseOrder(console, desk);
  const keys = await keysOf(desk.value, hosts, options["all"] === true);
  if (!keys.ok) return refuseOrder(console, keys);
  const names = [...new Set(keys.value.map(({ host }) => host))].join(", ");
  if (options["yes"] !== true) {
    const interrupt = onInterrupt();
    const agreed = await sayYes(
      `The keys of ${names} are destroyed for good. No file of today or before opens there again. Go on?`,
      interrupt.signal,
    );
    interrupt.release();
    if (!agreed) return endUnchanged(console);
  }
  const { signer } = desk.value.person;
  let status: ExitCode = 0;
  for (const { host, kid, confirmer } of keys.value) {
    const owning: Owning = { confirmer, signer, send };
    const done = await shredThere(owning, kid);
    if (done.ok) console.out(`${confirmer.confirmer}: the key of ${host} (${kid}) is destroyed\n`);
    else status = refuseOrder(console, done, 1);
  }
  if (status === 0)
    console.out(
      "Backups of the confirmer's database from before still hold these keys encrypted, under keys that are gone with this. Whoever copied its folder keys/ against the rules still has those.\n",
    );
  return status;
}

/** The keys that a file's wraps name. */
async function keysOf(
  { home, file }: OwnerDesk,
  hosts: readonly string[],
  all: boolean,
): Promise<
  | { readonly ok: true; readonly value: readonly KeyThere[] }
  | { readonly ok: false; readonly reason: string; readonly detail?: string }
> {
  const trusted = await readTrustedFile(home, file);
  if (!trusted.ok) return trusted;
  const found = trusted.value.sealed.wraps.flatMap(({ content }) =>
    content.confirmers.map(({ confirmer, origin, key, kid }): KeyThere => ({
      host: content.host,
      kid,
      confirmer: { confirmer, origin, key },
    })),
  );
  const missing = hosts.find((host) => !found.some((each) => each.host === host));
  if (missing !== undefined || (hosts.length === 0 && !all))
    return { ok: false, reason: "no-key", detail: missing ?? "no host" };
  return { ok: true, value: found.filter(({ host }) => all || hosts.includes(host)) };
}
