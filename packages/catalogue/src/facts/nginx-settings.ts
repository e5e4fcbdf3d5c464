import { isAdminPath } from "./admin-paths.ts";
import type { AdminPage, TlsPlace, Upstream, WebParts } from "./web-settings.ts";

interface Directive {
  readonly name: string;
  readonly rest: string;
  /** `FILE:LINE`, where the host told it. */
  readonly at?: string;
  /** Present for a block. */
  readonly inside?: Directive[];
}

/** What a block takes over from the one around it, unless it says otherwise itself. */
interface Inherited {
  readonly title: string;
  readonly tls: boolean;
  readonly hsts: string;
  readonly always: boolean;
  readonly verified: boolean;
  readonly limited: boolean;
  readonly asksPassword: boolean;
}

/** Of our own file: what it holds is sent over TLS only, as RFC 6797 7.2 wants it. */
export const ownHstsVariable = "$secondlock_hsts";

const mostDepth = 24;
const mostDirectives = 20_000;
const mostFiles = 500;

/** Reads `file PATH`, `name words`, `name words {` and `}`. Undefined when includes lead too far. */
export function nginxSettings(lines: readonly string[]): WebParts | undefined {
  const files = filesOf(lines);
  const main = files.keys().next().value;
  const found: Found = { places: [], upstreams: [], adminPages: [], groups: new Map() };
  if (main === undefined) return found;
  if (files.size > mostFiles) return undefined;
  const budget = { left: mostDirectives };
  const all = expand(files.get(main) ?? [], files, main.replace(/[^/]*$/, ""), 0, budget);
  if (budget.left < 0) return undefined;
  const start = { title: "nginx", tls: false, hsts: "", always: false, verified: false, limited: false };
  for (const http of blocks(all, "http")) {
    for (const group of blocks(http.inside, "upstream"))
      found.groups.set(
        group.rest,
        values(group.inside, "server").map((server) => server.split(" ")[0] ?? ""),
      );
    const outer = inherit({ ...start, asksPassword: false }, http.inside);
    for (const server of blocks(http.inside, "server")) readServer(outer, server.inside ?? [], found);
  }
  const { upstreams, adminPages } = found;
  const own = blocks(all, "http").flatMap((http) =>
    blocks(http.inside, "other").flatMap(({ inside }) => values(inside, "own_hsts")),
  );
  const places = found.places.map((place) =>
    place.hsts === ownHstsVariable ? { ...place, hsts: own.at(-1) ?? "" } : place,
  );
  return { places, upstreams, adminPages };
}

interface Found {
  readonly places: TlsPlace[];
  readonly upstreams: Upstream[];
  readonly adminPages: AdminPage[];
  readonly groups: Map<string, readonly string[]>;
}

function readServer(outer: Inherited, inside: readonly Directive[], found: Found): void {
  if (values(inside, "ssl_reject_handshake").includes("on")) return;
  const name = values(inside, "server_name")[0]?.split(" ")[0] ?? "";
  const tls = values(inside, "listen").some((listen) => /\s(ssl|quic)(\s|$)/.test(listen));
  const title = `nginx ${name === "" || name === "_" ? "default server" : name}`;
  const own = inherit({ ...outer, title, tls }, inside);
  if (tls) found.places.push(placeOf(own, inside));
  for (const location of blocks(inside, "location")) readLocation(own, location, found);
  readPasses(own, inside, found);
}

function placeOf({ title, hsts, always }: Inherited, inside: readonly Directive[]): TlsPlace {
  const at = inside.findLast(({ name }) => name === "add_header")?.at;
  return { title, hsts, always, passes: passesOn(inside), ...(at === undefined ? {} : { at }) };
}

function readLocation(outer: Inherited, { rest, at, inside = [] }: Directive, found: Found): void {
  const path = rest.replace(/^(=|~\*?|\^~)\s*/, "").replace(/^@.*/, "");
  const own = inherit({ ...outer, title: `${outer.title.replace(/ at .*/, "")} at ${path}` }, inside);
  const closed =
    own.limited ||
    own.asksPassword ||
    has(inside, "internal") ||
    values(inside, "return").some((code) => code.startsWith("4"));
  const shown = [...values(inside, "alias"), ...values(inside, "root"), path];
  if (has(inside, "stub_status") || shown.some(isAdminPath))
    found.adminPages.push({ title: own.title, open: !closed, ...(at === undefined ? {} : { at }) });
  if (own.tls && has(inside, "add_header") && own.hsts !== outer.hsts) found.places.push(placeOf(own, inside));
  for (const location of blocks(inside, "location")) readLocation(own, location, found);
  readPasses(own, inside, found);
}

function readPasses({ title, verified }: Inherited, inside: readonly Directive[], found: Found): void {
  for (const { name, rest } of inside) {
    if (!name.endsWith("_pass")) continue;
    const scheme =
      /^([a-z]+:\/\/)/i.exec(rest)?.[1] ?? (name === "proxy_pass" ? "" : `${name.replace("_pass", "")}://`);
    const target = rest.replace(/^[a-z]+:\/\//i, "");
    const members = found.groups.get(target.replace(/\/.*/, "")) ?? [target];
    for (const member of members.slice(0, 32))
      found.upstreams.push({ title, to: member.startsWith("unix:") ? member : `${scheme}${member}`, verified });
  }
}

/** Headers and access rules are taken over only by a block that has none of its own. */
function inherit(before: Inherited, inside: readonly Directive[] = []): Inherited {
  const headers = values(inside, "add_header");
  const [, value = before.hsts, always = ""] =
    /^strict-transport-security (.*?)( always)?$/i.exec(headers.findLast((header) => header !== "other") ?? "") ?? [];
  const own = headers.length > 0;
  const onlyOthers = own && headers.every((header) => header === "other");
  const access = inside.filter(({ name }) => name === "allow" || name === "deny");
  const verify = values(inside, "proxy_ssl_verify")[0] ?? values(inside, "grpc_ssl_verify")[0];
  const basic = values(inside, "auth_basic").at(-1) ?? values(inside, "auth_request").at(-1);
  const client = values(inside, "ssl_verify_client").at(-1);
  return {
    ...before,
    hsts: onlyOthers ? "" : value,
    always: own ? always !== "" : before.always,
    verified: verify === undefined ? before.verified : verify === "on",
    limited: access.length === 0 ? before.limited : access.find(({ rest }) => rest === "all")?.name === "deny",
    asksPassword: (basic === undefined ? before.asksPassword : basic !== "off") || client === "on",
  };
}

function passesOn(inside: readonly Directive[], depth = 0): boolean {
  return (
    depth < mostDepth &&
    inside.some(({ name, inside: below = [] }) => name.endsWith("_pass") || passesOn(below, depth + 1))
  );
}

function blocks(inside: readonly Directive[] = [], name: string): readonly Directive[] {
  return inside.filter((one) => one.name === name && one.inside !== undefined);
}

function values(inside: readonly Directive[] = [], name: string): readonly string[] {
  return inside.filter((one) => one.name === name && one.inside === undefined).map(({ rest }) => rest);
}

function has(inside: readonly Directive[], name: string): boolean {
  return inside.some((one) => one.name === name);
}

function filesOf(lines: readonly string[]): ReadonlyMap<string, Directive[]> {
  const files = new Map<string, Directive[]>();
  let stack: Directive[][] = [[]];
  let file = "";
  let where: { readonly at?: string } = {};
  for (const text of lines) {
    const opens = text.endsWith(" {");
    const [, name = "", rest = ""] = /^(\S+) ?(.*)$/.exec(opens ? text.slice(0, -2) : text) ?? [];
    if (name === "line") {
      where = { at: `${file}:${rest}` };
      continue;
    }
    if (name === "file") {
      file = rest;
      stack = [files.get(rest) ?? []];
      files.set(rest, stack[0] ?? []);
    } else if (name === "}") {
      if (stack.length > 1) stack.pop();
    } else if (!opens) {
      stack.at(-1)?.push({ name, rest, ...where });
    } else {
      const inside: Directive[] = [];
      // what lies deeper than anybody nests is not looked at
      if (stack.length < mostDepth) stack.at(-1)?.push({ name, rest, ...where, inside });
      stack.push(inside);
    }
    where = {};
  }
  return files;
}

function expand(
  inside: readonly Directive[],
  files: ReadonlyMap<string, Directive[]>,
  folder: string,
  depth: number,
  budget: { left: number },
): Directive[] {
  return inside.flatMap((one): Directive[] => {
    budget.left -= 1;
    if (budget.left < 0) return [];
    if (one.inside) return [{ ...one, inside: expand(one.inside, files, folder, depth + 1, budget) }];
    if (one.name !== "include") return [one];
    if (depth >= mostDepth) budget.left = -1;
    const pattern = one.rest.startsWith("/") ? one.rest : `${folder}${one.rest}`;
    const paths = [...files.keys()].filter((path) => isNamedBy(path, pattern)).toSorted();
    return paths.flatMap((path) => expand(files.get(path) ?? [], files, folder, depth + 1, budget));
  });
}

/** A glob, of which all but `*` is taken to name whatever may stand there. */
function isNamedBy(path: string, pattern: string): boolean {
  if (path.split("/").length !== pattern.split("/").length) return false;
  const parts = pattern.replaceAll(/\?|\[[^\]]*\]/g, "*").split("*");
  const [first = "", ...others] = parts;
  if (others.length === 0) return path === pattern;
  let at = path.startsWith(first) ? first.length : -1;
  for (const part of others) {
    if (at === -1) return false;
    const found = path.indexOf(part, at);
    at = found === -1 ? -1 : found + part.length;
  }
  return at !== -1 && path.endsWith(parts.at(-1) ?? "");
}
