import { limits } from "./limits.ts";
import type { RequestMessage } from "./message.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";

/** The parts of a target URI, as RFC 9421 2.2 wants them. */
export interface Target {
  /** Undefined for CONNECT, which has none. */
  readonly scheme?: string;
  /** Lower case, without the scheme's own port (RFC 9110 4.2.3). */
  readonly authority: string;
  /** As sent, `/` when empty. Undefined for CONNECT and for `OPTIONS *`. */
  readonly path?: string;
  /** As sent, with its `?`; `?` alone when absent. Undefined for CONNECT. */
  readonly query?: string;
  /** Undefined for CONNECT. */
  readonly uri?: string;
  readonly requestTarget: string;
}

const wanted = /^(?<scheme>https?):\/\/(?<authority>[^/?#]*)(?<path>[^?#]*)(?<query>\?[^#]*)?$/i;
/** What no address has (RFC 3986 2): many readers take a backslash for a slash. */
const foreign = /[^\u0021-\u005b\u005d-\u007e]/;
/** RFC 3986 3.2.2 without user information, which no HTTP request has (RFC 9110 4.2.4). */
const host = /^(?<host>\[[0-9a-f:.]+\]|[a-z0-9\-._~!$&'()*+,;=%]+)(?::(?<port>\d{0,5}))?$/;
const ownPort: Readonly<Record<string, string>> = { http: "80", https: "443" };

/** Refuses with `oversize` and `malformed-message`. Nothing is decoded, resolved or repaired. */
export function parseTarget({ method, targetUri, requestTarget }: RequestMessage): Outcome<Target> {
  if (targetUri.length > limits.targetUri || (requestTarget?.length ?? 0) > limits.targetUri) {
    return refuse("oversize", "target");
  }
  if (foreign.test(targetUri) || foreign.test(requestTarget ?? "")) {
    return refuse("malformed-message", "target has a character that must be encoded");
  }
  if (method === "CONNECT") {
    const authority = parseAuthority(targetUri);
    if (authority === undefined) return refuse("malformed-message", "target of CONNECT");
    return accept({ authority, requestTarget: requestTarget ?? targetUri });
  }
  const parts = wanted.exec(targetUri)?.groups;
  const scheme = parts?.["scheme"]?.toLowerCase();
  const authority = parseAuthority(parts?.["authority"] ?? "", scheme);
  if (parts === undefined || scheme === undefined || authority === undefined) {
    return refuse("malformed-message", "target");
  }
  const query = parts["query"] ?? "";
  const path = parts["path"] ?? "";
  // `OPTIONS *` asks about the server; its empty path is not `/` (RFC 9110 4.2.3)
  if (requestTarget === "*") {
    if (method !== "OPTIONS" || path !== "" || query !== "") return refuse("malformed-message", "target *");
    return accept({ scheme, authority, query: "?", uri: `${scheme}://${authority}`, requestTarget });
  }
  const absolute = path === "" ? "/" : path;
  return accept({
    scheme,
    authority,
    path: absolute,
    query: query === "" ? "?" : query,
    uri: `${scheme}://${authority}${absolute}${query}`,
    requestTarget: requestTarget ?? `${absolute}${query}`,
  });
}

/** In which forms a policy may write the authority of a message: without the scheme's own port, and with it. */
export function authorityForms({ scheme, authority }: Target): readonly string[] {
  return scheme === undefined ? [authority] : [authority, `${authority}:${ownPort[scheme]}`];
}

/** A request target in absolute-form (RFC 9112 3.2.2). */
interface AbsoluteTarget {
  readonly scheme: string;
  /** Path and query, as sent. */
  readonly rest: string;
}

/** Undefined: it has another form, or `host` is not the same, and an application reads either. */
export function absoluteTarget(target: string, host: string): AbsoluteTarget | undefined {
  const [, given = "", named = "", rest = ""] = /^(https?):\/\/([^/?#]*)(.*)$/i.exec(target) ?? [];
  const scheme = given.toLowerCase();
  const authority = parseAuthority(named, scheme);
  const same = authority !== undefined && authority === parseAuthority(host, scheme);
  return same ? { scheme, rest } : undefined;
}

/** Undefined: it is none. */
export function parseAuthority(text: string, scheme?: string): string | undefined {
  const parts = host.exec(text.toLowerCase())?.groups;
  if (parts === undefined) return undefined;
  const { host: name = "", port = "" } = parts;
  return port === "" || (scheme !== undefined && port === ownPort[scheme]) ? name : `${name}:${port}`;
}
