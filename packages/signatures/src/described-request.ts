import { fieldsOf } from "./http-text.ts";
import type { RequestMessage } from "./message.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { type Signed, sign } from "./sign.ts";
import type { SignOptions } from "./sign-options.ts";

/** A request as one describes it on a command line. */
export interface DescribedRequest {
  readonly method: string;
  readonly url: string;
  /** `Name: value` each. */
  readonly headers?: readonly string[];
  readonly body?: Uint8Array;
}

/** What to send, for debugging with curl. */
export interface SignedDescription {
  readonly ok: true;
  readonly signed: Signed;
  /** Header lines to add, `Name: value` each. */
  readonly lines: readonly string[];
  /** Arguments of curl, not quoted. The body comes from standard input. */
  readonly curl: readonly string[];
}

/** Signs a request that somebody describes. Refuses with what `sign` says, and `malformed-message`. */
export async function signDescribed(
  { method, url, headers = [], body }: DescribedRequest,
  options: Omit<SignOptions, "body">,
): Promise<SignedDescription | Refusal> {
  const fields = fieldsOf(headers);
  if (fields === undefined) return refuse("malformed-message", "header line");
  const message: RequestMessage = { method, targetUri: url, headers: fields };
  const signed = await sign(message, { ...options, ...(body === undefined ? {} : { body }) });
  if (!signed.ok) return signed;
  const lines = signed.headers.map(([name, value]) => `${name}: ${value}`);
  // curl takes `Name:` for a header that is not to be sent
  const sent = [...headers, ...lines].flatMap((line) => ["--header", line.replace(/^([^:]*):\s*$/, "$1;")]);
  const data = body === undefined ? [] : ["--data-binary", "@-"];
  // without globbing off, curl changes brackets of the address; with path-as-is off, its dots
  const curl = ["curl", "--globoff", "--path-as-is", "--request", method, ...sent, ...data, url];
  return { ok: true, signed, lines, curl };
}
