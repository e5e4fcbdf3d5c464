import { type NamedKey, readNamedKeys, revokeEverywhere, shredThere } from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import { isAgreed } from "../agreement.ts";
import { complain, type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { chosenConfirmers, type OwnerDesk, ownerDesk } from "../owner-desk.ts";
import { endUnchanged } from "../say-yes.ts";
import { refuseOrder } from "../unordered.ts";

/** Revokes keys at all their confirmers, at once; those that were not reached are named, and it ends with 1. */
export async function revokeCommand(
  hosts: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const desk = await ownerDesk(options);
  if (!desk.ok) return refuseOrder(console, desk);
  const keys = await keysAsked(desk.value, hosts, options, console);
  if (typeof keys === "number") return keys;
  const missed = await revokeKeys(desk.value, keys, console);
  if (missed.length === 0) return 0;
  if (missed.every((each) => each.endsWith("(refused)")))
    return refuse(
      console,
      `not revoked: ${missed.join(", ")}`,
      "you own none of these confirmers, or no more: another owner revokes it",
      1,
    );
  return refuse(
    console,
    `not everywhere: ${missed.join(", ")}`,
    "run it again; a confirmer that hears of a peer learns of it there, and without any it stops at the end of the policy's lease",
    1,
  );
}

/** Tells what each confirmer revoked, and gives those that did not, with the reason. */
export async function revokeKeys(
  { person: { signer } }: Pick<OwnerDesk, "person">,
  keys: readonly NamedKey[],
  console: Console,
): Promise<readonly string[]> {
  const told = await revokeEverywhere(keys, { signer, send, at: new Date() });
  return told.flatMap(({ confirmer, outcome }) => {
    if (!outcome.ok) return [`${confirmer.confirmer} (${outcome.reason})`];
    const kids = new Set(keys.filter((key) => key.confirmer.origin === confirmer.origin).map(({ kid }) => kid));
    const others = kids.size - outcome.value.length;
    const rest = others > 0 ? `, ${others} before this or not there` : "";
    console.out(`${confirmer.confirmer}: ${outcome.value.length} revoked${rest}\n`);
    return [];
  });
}

/** Destroys keys: what they were needed for is then opened by recovery alone. */
export async function shredCommand(
  hosts: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const desk = await ownerDesk(options);
  if (!desk.ok) return refuseOrder(console, desk);
  const keys = await keysAsked(desk.value, hosts, options, console);
  if (typeof keys === "number") return keys;
  const names = [...new Set(keys.map(({ host = "", kid }) => host || kid))].join(", ");
  const question = `The keys of ${names} are destroyed for good. No file of today or before opens there again. Go on?`;
  if (!(await isAgreed(question, options))) return endUnchanged(console);
  const { signer } = desk.value.person;
  let status: ExitCode = 0;
  for (const { host, kid, confirmer } of keys) {
    const done = await shredThere({ confirmer, signer, send }, kid);
    const key = host === undefined ? kid : `of ${host} (${kid})`;
    if (done.ok) console.out(`${confirmer.confirmer}: the key ${key} is destroyed\n`);
    else status = refuseOrder(console, done, 1);
  }
  if (status === 0)
    console.out(
      "Backups of the confirmer's database from before still hold these keys encrypted, under keys that are gone with this. Whoever copied its folder keys/ against the rules still has those.\n",
    );
  return status;
}

/** The keys of hosts that the file names, and those that are named by their kid; or how the command ends. */
async function keysAsked(
  { home, file, confirmers }: OwnerDesk,
  hosts: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<readonly NamedKey[] | ExitCode> {
  const kids = Array.isArray(options["kid"]) ? options["kid"].map(String) : [];
  const all = options["all"] === true;
  if (hosts.length + kids.length === 0 && !all)
    return refuse(console, "neither a host nor a key is named", "name hosts, --all, or --kid KID", 2);
  const odd = kids.find((kid) => !/^[\w-]{22}$/.test(kid));
  if (odd !== undefined) return refuse(console, `${odd} is no kid`, "secondlock owner list tells those there are", 2);
  const chosen =
    kids.length === 0 ? { ok: true as const, value: [] } : chosenConfirmers(confirmers, options["confirmer"]);
  if (!chosen.ok) return refuseOrder(console, chosen);
  const byKid = chosen.value.flatMap((confirmer) => kids.map((kid) => ({ kid, confirmer })));
  if (hosts.length === 0 && !all) return byKid;

  const named = await readNamedKeys(home, file);
  if (!named.ok) return refuseOrder(console, named);
  const { keys, doubt } = named.value;
  const missing = hosts.find((host) => !keys.some((each) => each.host === host));
  if (missing !== undefined)
    return refuse(
      console,
      `no wrap of ${file} is for ${missing}`,
      "secondlock secrets lists its hosts; for a key that it does not name any more: --file OLDER, or --kid KID",
      2,
    );
  if (doubt !== undefined)
    complain(
      console,
      `${file} is not the newest that you have seen, or not as its editors left it (${doubt})`,
      "keys that came later are not in it: do the same with the newest",
    );
  return [...byKid, ...keys.filter(({ host }) => all || hosts.includes(host ?? ""))];
}
