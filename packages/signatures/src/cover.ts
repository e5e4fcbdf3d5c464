import type { Component } from "./component.ts";
import { isResponse, linesOf, type Message } from "./message.ts";
import type { Policy } from "./policy.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";

/** Forms in which the digest of the body is covered: whatever is signed of the field is compared with the body. */
const digestForms = [
  `"content-digest"`,
  `"content-digest";sf`,
  `"content-digest";bs`,
  `"content-digest";key="sha-256"`,
  `"content-digest";key="sha-512"`,
];

/** The target URI has all of these in it, as they are (RFC 9421 2.2.2). */
const inTargetUri: ReadonlySet<string> = new Set(["@scheme", "@authority", "@path", "@query"]);

/** What a response covers of its request by default, when that has it: method and path alone are those of many requests. */
export const ofRequest: readonly string[] = ["content-digest", "signature"];

/** Whether everything that the policy demands is covered. Refuses with `empty-cover` and `uncovered-component`. */
export function checkCover(components: readonly Component[], policy: Policy, message: Message): Outcome<undefined> {
  const response = isResponse(message);
  const demanded = policy.components[response ? "response" : "request"];
  if (components.length === 0 && demanded.length > 0) return refuse("empty-cover");
  const covered = new Set(components.map(({ canonical }) => canonical));
  for (const { name, canonical, req } of demanded) {
    const implied = inTargetUri.has(name) && covered.has(`"@target-uri"${req ? ";req" : ""}`);
    if (!implied && !covered.has(canonical)) return refuse("uncovered-component", canonical);
  }
  if (response && policy.byDefault && message.request !== undefined) {
    const { headers } = message.request;
    const open = ofRequest.find((name) => linesOf(headers, name).length > 0 && !covered.has(`"${name}";req`));
    if (open !== undefined) return refuse("uncovered-component", `"${open}";req`);
  }
  return accept(undefined);
}

/** Whether the digest of the message's own body is covered. */
export function coversDigest(components: readonly Component[]): boolean {
  return components.some(({ canonical }) => digestForms.includes(canonical));
}
