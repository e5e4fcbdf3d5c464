import { type Component, parseComponents, plainComponent } from "./component.ts";
import { limits } from "./limits.ts";
import { isResponse, kindOf, linesOf, type Message, type RequestMessage } from "./message.ts";
import { defaultComponents, type Policy } from "./policy.ts";
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
const ofRequest = [plainComponent("content-digest", true), plainComponent("signature", true)];

export function boundTo(request: RequestMessage | undefined): readonly Component[] {
  return ofRequest.filter(({ name }) => request !== undefined && linesOf(request.headers, name).length > 0);
}

/** Whether everything that the policy demands is covered. Refuses with `empty-cover` and `uncovered-component`. */
export function checkCover(components: readonly Component[], policy: Policy, message: Message): Outcome<undefined> {
  const kind = kindOf(message);
  const demanded = policy.components[kind];
  if (demanded === undefined) return refuse("uncovered-component", `the policy has components that no ${kind} has`);
  if (components.length === 0 && demanded.length > 0) return refuse("empty-cover");
  const bound = policy.byDefault && isResponse(message) ? boundTo(message.request) : [];
  const open = uncovered(demanded, components) ?? uncovered(bound, components);
  return open === undefined ? accept(undefined) : refuse("uncovered-component", open.canonical);
}

/** The first that is demanded and not covered. */
export function uncovered(demanded: readonly Component[], components: readonly Component[]): Component | undefined {
  const covered = new Set(components.map(({ canonical }) => canonical));
  return demanded.find(({ name, canonical, req }) => {
    const implied = inTargetUri.has(name) && covered.has(`"@target-uri"${req ? ";req" : ""}`);
    return !implied && !covered.has(canonical);
  });
}

/** Whether the digest of the message's own body is covered. */
export function coversDigest(components: readonly Component[]): boolean {
  return components.some(({ canonical }) => digestForms.includes(canonical));
}

/** What a signer covers: what is listed or the default, and the digest that stands in the message. */
export function ownCover(message: Message, listed: readonly string[] | undefined): Outcome<readonly Component[]> {
  const kind = kindOf(message);
  const parsed = parseComponents(listed ?? defaultComponents[kind], kind);
  if (!parsed.ok) return parsed;
  const open = linesOf(message.headers, "content-digest").length > 0 && !coversDigest(parsed.value);
  const bound = listed === undefined && isResponse(message) ? boundTo(message.request) : [];
  const components = [...parsed.value, ...(open ? [plainComponent("content-digest")] : []), ...bound];
  return components.length > limits.components ? refuse("oversize", "components") : accept(components);
}
