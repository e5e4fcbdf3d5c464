import { type BareItem, type Item, type Parameters, parseItem, serializeItem } from "structured-headers";
import { limits } from "./limits.ts";
import type { MessageKind } from "./message.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";
import { survey } from "./structured-field.ts";

/** A component identifier: a name and its parameters (RFC 9421 2). */
export interface Component {
  readonly name: string;
  /** As it stands in the signature base, parameters in their order. */
  readonly id: string;
  /** One text for all that are equal: the parameters in one order (RFC 9421 2), and no `sf` beside `key`, which implies it (2.1.2). */
  readonly canonical: string;
  readonly sf: boolean;
  readonly bs: boolean;
  readonly req: boolean;
  readonly tr: boolean;
  /** Member of a dictionary field. */
  readonly key?: string;
  /** The encoded name of a query parameter: `name` in the identifier. */
  readonly parameter?: string;
}

/** Derived components (RFC 9421 2.2) and whose they are. `@signature-params` is never listed. */
const derived: ReadonlyMap<string, MessageKind> = new Map([
  ["@method", "request"],
  ["@target-uri", "request"],
  ["@authority", "request"],
  ["@scheme", "request"],
  ["@request-target", "request"],
  ["@path", "request"],
  ["@query", "request"],
  ["@query-param", "request"],
  ["@status", "response"],
]);

/** A field name of RFC 9110 5.1, in lower case. */
export function isFieldName(name: unknown): boolean {
  return typeof name === "string" && /^[!#$%&'*+\-.^_`|~0-9a-z]{1,128}$/.test(name);
}

/** Reads one item of the covered components. `message` says what is signed: it decides where `req` must or must not be. */
function readComponent([name, parameters]: Item, message: MessageKind): Outcome<Component> {
  if (typeof name !== "string") return refuse("malformed-component", "not a string");
  const target = derived.get(name);
  if (target === undefined && !isFieldName(name)) {
    return refuse(name.startsWith("@") ? "unknown-component" : "malformed-component", name);
  }
  if (parameters.size === 0) {
    const fits = target === undefined || (target === message && name !== "@query-param");
    return fits ? accept(plainComponent(name)) : refuse("incompatible-component", name);
  }
  return withParameters(name, parameters, target, message);
}

/** A component without parameters, or with `req` alone. Whether there is such a one is not looked at. */
export function plainComponent(name: string, req: boolean = false): Component {
  const id = `"${name}"${req ? ";req" : ""}`;
  return { name, id, canonical: id, sf: false, bs: false, req, tr: false };
}

function withParameters(
  name: string,
  parameters: Parameters,
  target: MessageKind | undefined,
  message: MessageKind,
): Outcome<Component> {
  for (const [parameter, value] of parameters) {
    if (!knownParameters.has(parameter)) return refuse("unknown-parameter", parameter);
    if (!isOfType(parameter, value)) return refuse("malformed-parameter", parameter);
  }
  const flag = (parameter: string): boolean => parameters.has(parameter);
  const [sf, bs, req, tr] = [flag("sf"), flag("bs"), flag("req"), flag("tr")];
  const key = parameters.get("key") as string | undefined;
  const parameter = parameters.get("name") as string | undefined;
  const id = serializeItem(name, parameters);
  const fits =
    target === undefined
      ? parameter === undefined && !(bs && (sf || key !== undefined))
      : !sf && !bs && !tr && key === undefined && (parameter !== undefined) === (name === "@query-param");
  const placed = req ? message === "response" && target !== "response" : target === undefined || target === message;
  if (!fits || !placed) return refuse("incompatible-component", id);
  const telling = [...parameters].filter(([each]) => each !== "sf" || key === undefined);
  const canonical = serializeItem(name, new Map(telling.toSorted(([a], [b]) => (a < b ? -1 : 1))));
  return accept({
    name,
    id,
    canonical,
    sf,
    bs,
    req,
    tr,
    ...(key === undefined ? {} : { key }),
    ...(parameter === undefined ? {} : { parameter }),
  });
}

const knownParameters: ReadonlySet<string> = new Set(["sf", "bs", "req", "tr", "key", "name"]);

function isOfType(parameter: string, value: BareItem): boolean {
  if (parameter !== "key" && parameter !== "name") return value === true;
  return typeof value === "string" && value.length <= limits.string;
}

/**
 * Reads a component as a programmer or a person at the command line writes it: `@method`, `content-digest;req`,
 * `example-dict;key="a"`, `@query-param;name="Pet"`.
 */
export function parseComponent(text: string, message: MessageKind): Outcome<Component> {
  const [, name = "", parameters = ""] = /^([^;"\\]{1,128})(;[\s\S]{0,2048})?$/.exec(text) ?? [];
  const written = `"${name}"${parameters}`;
  try {
    const item = parseItem(written);
    if (survey(written).parameters !== item[1].size) return refuse("duplicate-parameter", text);
    return readComponent(item, message);
  } catch {
    return refuse("malformed-component", text);
  }
}

/** Refuses with `duplicate-component`, `oversize` and what {@link parseComponent} says. */
export function parseComponents(texts: readonly string[], message: MessageKind): Outcome<readonly Component[]> {
  return distinct(texts, (text) => parseComponent(text, message));
}

/** The same for the items of a structured field. */
export function readComponents(items: readonly Item[], message: MessageKind): Outcome<readonly Component[]> {
  return distinct(items, (item) => readComponent(item, message));
}

/** All components, when each occurs once and they are not too many. */
function distinct<T>(given: readonly T[], read: (each: T) => Outcome<Component>): Outcome<readonly Component[]> {
  if (given.length > limits.components) return refuse("oversize", "components");
  const components = new Map<string, Component>();
  for (const each of given) {
    const component = read(each);
    if (!component.ok) return component;
    const { canonical } = component.value;
    if (components.has(canonical)) return refuse("duplicate-component", canonical);
    components.set(canonical, component.value);
  }
  return accept([...components.values()]);
}
