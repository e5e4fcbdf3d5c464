import {
  addSignature,
  changedPolicy,
  type KnownConfirmer,
  lookThere,
  readPolicy,
  readTrustedFile,
  rememberInvitation,
  setPolicyThere,
  type SignedText,
  signPolicy,
  widens,
  writeInvitation,
} from "@secondlock/vault";
import { send } from "@secondlock/vault/send";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { type OwnerDesk, ownerDesk } from "../owner-desk.ts";
import { refuseOrder } from "../unordered.ts";
import { acceptHere } from "./host-add.ts";
import { readPolicyOptions, secondsOf } from "./policy-options.ts";

/** Shows the policies of a host, or changes them: then the host has to make its wraps anew, and is invited to. */
export async function policyCommand(
  host: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const desk = await ownerDesk(options);
  if (!desk.ok) return refuseOrder(console, desk);
  const { home, file, person } = desk.value;
  const trusted = await readTrustedFile(home, file);
  if (!trusted.ok) return refuseOrder(console, trusted);
  const { sealed } = trusted.value;
  const wraps = sealed.wraps.map(({ content }) => content).filter((wrap) => wrap.host === host);
  if (wraps.length === 0) return refuseOrder(console, { reason: "no-key", detail: host });
  const asked = readPolicyOptions(options);
  if (!asked.ok) return refuse(console, asked.what, asked.hint, 2);
  const graceText = typeof options["grace"] === "string" ? options["grace"] : "1d";
  // none at all is said as such
  const grace = graceText === "0" ? 0 : secondsOf(graceText);
  if (grace === undefined)
    return refuse(
      console,
      "--grace takes a time",
      "1h, 7d; 0: the file of before opens no more, and the host has to have another way",
      2,
    );
  const isChange = Object.keys(asked.wish).length > 0;
  const signed = signaturesOf(options["signed"]);
  const renewed = new Map<string, string>();
  for (const { confirmer, origin, key, kid } of wraps.flatMap(({ confirmers }) => confirmers)) {
    const there = { confirmer, origin, key };
    const before = await policyThere(desk.value, there, kid);
    if (!before.ok) return refuseOrder(console, before);
    if (!isChange) {
      console.out(`${confirmer} ${JSON.stringify(before.value.policy, null, 2)}\n`);
      continue;
    }
    const next = changedPolicy(before.value.policy, asked.wish);
    const own = signPolicy(next, person.signer);
    const all = signed.reduce((text: SignedText, each) => ({ ...text, signatures: [...text.signatures, each] }), own);
    const more = widens(before.value.policy, next);
    if (more.length > 0) console.err(`secondlock: ${confirmer} allows more than before: ${more.join(", ")}\n`);
    if (more.length > 0 && all.signatures.length < Math.min(2, before.value.owners)) {
      console.err(
        "secondlock: it takes another owner; that one runs this with what stands on standard output, as --signed\n",
      );
      console.out(`${JSON.stringify(own.signatures)}\n`);
      return 0;
    }
    const done = await setPolicyThere(
      { confirmer: there, signer: person.signer, send },
      addSignature(all, "policy", person.signer),
      grace,
    );
    if (!done.ok) return refuseOrder(console, done);
    renewed.set(kid, done.value.policy);
  }
  if (!isChange) return 0;
  const [first] = wraps;
  const hostKey = first === undefined ? undefined : await hostKeyOf(desk.value, first.confirmers[0]);
  if (first === undefined || hostKey === undefined) return refuseOrder(console, { reason: "no-key", detail: host });
  const { file: id, identity, mode } = sealed.header.content;
  const invitation = {
    ...{ file: id, identity, mode, host, key: hostKey, recipient: identity },
    wraps: wraps.map(({ confirmers }) =>
      confirmers.map((each) => ({ ...each, policy: renewed.get(each.kid) ?? each.policy })),
    ),
  };
  const line = writeInvitation(invitation, person.signer);
  const kept = await rememberInvitation(home, invitation, line);
  if (!kept.ok) return refuseOrder(console, kept);
  if (options["here"] === true) return await acceptHere(desk.value, line, options, console);
  console.out(line);
  console.err(
    `secondlock: the policy holds from now on, for the file of before ${grace === 0 ? "not at all" : `for ${graceText} more`}\nhint: give ${host} this line (secondlock host wrap), then secondlock host finish what it answers, and deploy the file\n`,
  );
  return 0;
}

async function policyThere({ person }: OwnerDesk, confirmer: KnownConfirmer, kid: string) {
  const looked = await lookThere({ confirmer, signer: person.signer, send });
  if (!looked.ok) return looked;
  const key = looked.value.keys.find((each) => each.kid === kid);
  const policy = key === undefined ? undefined : readPolicy(key.signed.text);
  return policy?.ok === true
    ? ({ ok: true, value: { policy: policy.value, owners: looked.value.owners.owners.length } } as const)
    : ({ ok: false, reason: "no-key", detail: kid } as const);
}

async function hostKeyOf(
  desk: OwnerDesk,
  there: (KnownConfirmer & { readonly kid: string }) | undefined,
): Promise<string | undefined> {
  if (there === undefined) return undefined;
  const { confirmer, origin, key, kid } = there;
  const found = await policyThere(desk, { confirmer, origin, key }, kid);
  return found.ok ? found.value.policy.hostKey : undefined;
}

function signaturesOf(given: unknown): SignedText["signatures"] {
  try {
    const read: unknown = typeof given === "string" ? JSON.parse(given) : [];
    return Array.isArray(read) ? (read as SignedText["signatures"]) : [];
  } catch {
    return [];
  }
}
