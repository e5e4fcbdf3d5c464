import { addAbortSignal } from "node:stream";
import { askPassword } from "./password.ts";

/** Bytes of a value that can be sealed, and one line feed. */
const longest = 64 * 1_024 + 2;

export type SecretInput = { readonly value: string } | { readonly because: string; readonly hint: string };

/** A secret from the terminal, typed twice and not shown, or else all of standard input but one line feed at its end. */
export async function secretInput(name: string, signal: AbortSignal): Promise<SecretInput> {
  return process.stdin.isTTY ? await typed(name, signal) : await piped(signal);
}

async function typed(name: string, signal: AbortSignal): Promise<SecretInput> {
  const first = await askPassword(`Value of ${name} (it is not shown): `, signal);
  if (first === undefined) return { because: "nothing was typed", hint: "an empty value comes by standard input only" };
  const again = await askPassword("The same once more: ", signal);
  if (again === first) return { value: first };
  return { because: "that was not the same twice", hint: "values of several lines come by standard input" };
}

async function piped(signal: AbortSignal): Promise<SecretInput> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of addAbortSignal(signal, process.stdin)) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > longest) return { because: "standard input is longer than a value may be", hint: "64 KiB at most" };
    }
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
    return { value: text.replace(/\r?\n$/, "") };
  } catch (error) {
    if (signal.aborted) return { because: "stopped", hint: "nothing was changed" };
    if (error instanceof TypeError) return { because: "standard input is no UTF-8", hint: "encode it, as with base64" };
    throw error;
  }
}
