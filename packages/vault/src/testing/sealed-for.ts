import { randomBytes } from "node:crypto";
import { generateIdentity, type Identity } from "@secondlock/age";
import { toText } from "../bytes.ts";
import type { Policy } from "../confirmer/policy.ts";
import type { Header } from "../file/header.ts";
import { type Pin, pinOf } from "../file/pin.ts";
import { parseFile } from "../file/sealed-file.ts";
import { sealValue } from "../file/value.ts";
import type { Wrap } from "../file/wrap.ts";
import { signHeader, signWrap, writeFile } from "../file/write-file.ts";
import { wrapIdentity } from "../keys/kek.ts";
import { generateSigner, type Signer } from "../keys/signing.ts";
import type { HostKeys } from "../opener/ask.ts";
import { type Confirming, startConfirming } from "./confirming.ts";
import { day, must } from "./shop.ts";

/** A file that is sealed for one host, app-1, and the running confirmers that its wraps name. */
export interface SealedFor {
  readonly bytes: Buffer;
  readonly pin: Pin;
  readonly header: Header;
  readonly owner: Signer;
  readonly recovery: Identity;
  readonly host: HostKeys;
  /** In the order of their kid. */
  readonly confirmers: readonly Confirming[];
}

interface Asked {
  readonly secrets: Readonly<Record<string, string>>;
  readonly confirmers?: number;
  readonly mode?: Header["mode"];
  readonly loaders?: readonly string[];
  readonly host?: HostKeys;
  readonly policy?: Partial<Policy>;
  /** Where the confirmers listen. */
  readonly address?: string;
}

/** Starts the confirmers; whoever calls this stops them. */
export async function sealedFor({
  secrets,
  confirmers: count = 1,
  mode = "all-of",
  loaders = [],
  ...asked
}: Asked): Promise<SealedFor> {
  const host = asked.host ?? { localKey: randomBytes(32), signer: generateSigner() };
  const started = await Promise.all(
    Array.from({ length: count }, () =>
      startConfirming({ hostKey: host.signer.publicKey, ...asked.policy }, asked.address),
    ),
  );
  const confirmers = started.toSorted((a, b) => (a.confirmer.kid < b.confirmer.kid ? -1 : 1));
  const [owner, identity, recovery] = [generateSigner(), generateIdentity(), generateIdentity()];
  const header: Header = {
    ...{ format: 1, file: toText(randomBytes(16)), version: 1, identity: identity.recipient.text },
    ...{ recovery: [recovery.recipient.text], owner: owner.publicKey, loaders, mode },
    editors: [{ name: "ada", key: owner.publicKey }],
  };
  const wrapFor = async (some: readonly Confirming[]): Promise<Wrap> => {
    const evaluated = await Promise.all(some.map(async (each) => must(await each.open(host))));
    const bound = { file: header.file, host: "app-1", confirmers: some.map(({ confirmer }) => confirmer) };
    return wrapIdentity(header, bound, identity, host.localKey, evaluated);
  };
  const groups = mode === "all-of" ? [confirmers] : confirmers.map((each) => [each]);
  const wraps = (await Promise.all(groups.map(wrapFor))).map((wrap) => signWrap(wrap, owner));
  const values = Object.entries(secrets).map(([name, value]) => must(sealValue(header, name, 1, value, day)));
  const content = { header: signHeader(header, owner), wraps, values };
  const bytes = writeFile(content, [], { by: "ada", signer: owner, at: day });
  return { bytes, pin: pinOf(must(parseFile(bytes))), header, owner, recovery, host, confirmers };
}
