import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Evaluation } from "./evaluate.ts";

// The host's half of RFC 9497, ristretto255-SHA512, mode VOPRF: who evaluates learns neither input nor output, and proves that he used
// his one key. Its secrets are of one opening; in pure JavaScript it loads in a tenth of the time that WebAssembly takes.
const { voprf } = ristretto255_oprf;

/** What the host keeps while it waits. */
export interface Blinded {
  readonly input: Uint8Array;
  /** A secret of this one request. */
  readonly blind: Uint8Array;
  /** Sent to the confirmer. It says nothing about the input. */
  readonly element: Uint8Array;
}

/** With a new blind each time (RFC 9497 section 3.3.2). */
export function blind(input: Uint8Array): Blinded {
  const { blind: secret, blinded } = voprf.blind(input);
  return { input, blind: secret, element: blinded };
}

/**
 * The 64 bytes that only this input and that key give. Refuses with `bad-evaluation` when the proof does not hold for the public
 * key, which is pinned: a confirmer cannot answer with another key unnoticed.
 */
export function finalize(
  { input, blind: secret, element }: Blinded,
  { element: evaluated, proof }: Evaluation,
  publicKey: Uint8Array,
): Outcome<Buffer, "bad-evaluation"> {
  try {
    return accept(Buffer.from(voprf.finalize(input, secret, evaluated, element, publicKey, proof)));
  } catch {
    return refuse("bad-evaluation");
  }
}
