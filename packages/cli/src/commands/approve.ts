import { approveThere, waitingThere, type WaitingForYou } from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import { isAgreed } from "../agreement.ts";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { chosenConfirmers, ownerDesk } from "../owner-desk.ts";
import { endUnchanged } from "../say-yes.ts";
import { refuseOrder } from "../unordered.ts";

/** Shows what waits for this person, or agrees to one opening. */
export async function approveCommand(
  handle: string | undefined,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const desk = await ownerDesk({ file: "", ...options });
  if (!desk.ok) return refuseOrder(console, desk);
  const { confirmers, person } = desk.value;
  const chosen =
    options["confirmer"] === undefined
      ? ({ ok: true, value: confirmers } as const)
      : chosenConfirmers(confirmers, options["confirmer"]);
  if (!chosen.ok) return refuseOrder(console, chosen);
  if (chosen.value.length === 0)
    return refuse(
      console,
      "you know no confirmer",
      "its owner tells you its fingerprint: secondlock owner know URL FINGERPRINT",
      2,
    );
  const waiting: { readonly confirmer: (typeof confirmers)[number]; readonly opening: WaitingForYou }[] = [];
  for (const confirmer of chosen.value) {
    const told = await waitingThere({ confirmer, signer: person.signer, send });
    if (told.ok) waiting.push(...told.value.openings.map((opening) => ({ confirmer, opening })));
    else if (told.reason !== "refused") return refuseOrder(console, told);
    else console.err(`secondlock: ${confirmer.confirmer} knows no key that you approve openings of\n`);
  }
  if (handle === undefined) return list(waiting, options["json"] === true, console);
  const found = waiting.find(({ opening }) => opening.handle === handle);
  if (found === undefined)
    return refuse(console, `no opening ${handle} waits for you`, "secondlock approve lists those that do", 2);
  const { confirmer, opening } = found;
  console.err(`${describe(opening)}\n`);
  if (!(await isAgreed("Do you know who starts this, and why? Agree?", options))) return endUnchanged(console);
  const approved = await approveThere({ confirmer, signer: person.signer, send }, opening);
  if (!approved.ok) return refuseOrder(console, approved);
  console.out(`${approved.value.approvals} of ${approved.value.needed} have agreed.\n`);
  return 0;
}

function list(
  waiting: readonly { readonly confirmer: { readonly confirmer: string }; readonly opening: WaitingForYou }[],
  json: boolean,
  console: Console,
): ExitCode {
  if (json) {
    const told = waiting.map(({ confirmer, opening }) => ({ confirmer: confirmer.confirmer, ...opening }));
    console.out(`${JSON.stringify(told, null, 2)}\n`);
    return 0;
  }
  for (const { confirmer, opening } of waiting) console.out(`${confirmer.confirmer}: ${describe(opening)}\n`);
  if (waiting.length === 0) console.out("Nothing waits for you.\n");
  return 0;
}

function describe({ handle, kid, purpose, asked, expires, approvals }: WaitingForYou): string {
  const time = (at: number): string => new Date(at * 1_000).toISOString().slice(0, 19).replace("T", " ");
  return `${handle}  key ${kid}  to ${purpose}  asked ${time(asked)} UTC  until ${time(expires)} UTC  ${approvals} agreed`;
}
