import type { Node, Pair } from "yaml";
import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { DataPath, Problem } from "./problem.ts";
import { printable } from "./problem.ts";

/** More values than this, aliases expanded, is not a service file. */
export const valueLimit = 200_000;
const depthLimit = 24;
const aliasLimit = 1000;

/** Makes a problem of a place in the text. */
export type PointAt = (offset: number, what: string, hint: string, path?: DataPath) => Problem;

/** The state of one conversion of YAML nodes into plain data. */
export interface Conversion {
  readonly places: Map<string, { readonly key: number; readonly value: number }>;
  readonly anchors: Map<string, Node>;
  readonly open: Set<Node>;
  readonly at: PointAt;
  readonly problems: Problem[];
  values: number;
  aliases: number;
}

/** One value; inside an alias every place is that of the alias (`origin`). */
export function convert(node: Node | null, path: DataPath, state: Conversion, origin: number | undefined): unknown {
  const offset = origin ?? node?.range?.[0] ?? 0;
  state.values += 1;
  if (state.values > valueLimit) {
    if (state.values === valueLimit + 1)
      state.problems.push(state.at(offset, "the file holds too many values", "write out what the aliases stand for"));
    return undefined;
  }
  if (node === null) return null;
  if (path.length > depthLimit)
    return complain(
      state,
      offset,
      path.slice(0, 3),
      "is nested too deeply",
      "keep to the sections of the documentation",
    );
  if (isAlias(node)) return convertAlias(node.source, path, state, offset);
  if (origin === undefined && node.anchor !== undefined) state.anchors.set(node.anchor, node);
  if (isScalar(node)) return convertScalar(node.value, path, state, offset);
  if (state.open.has(node)) return complain(state, offset, path, "refers to itself", "write the value out");
  state.open.add(node);
  const value = convertCollection(node, path, state, origin);
  state.open.delete(node);
  return value;
}

function convertCollection(node: Node, path: DataPath, state: Conversion, origin: number | undefined): unknown {
  if (isSeq(node)) {
    return node.items.map((item, index) => {
      const inner = item as Node | null;
      const offset = origin ?? inner?.range?.[0] ?? node.range?.[0] ?? 0;
      state.places.set(placeKey([...path, index]), { key: offset, value: offset });
      return convert(inner, [...path, index], state, origin);
    });
  }
  const record: Record<string, unknown> = {};
  if (!isMap(node)) return record;
  for (const pair of node.items) convertPair(pair as Pair<Node | null, Node | null>, record, path, state, origin);
  return record;
}

function convertPair(
  pair: Pair<Node | null, Node | null>,
  record: Record<string, unknown>,
  path: DataPath,
  state: Conversion,
  origin: number | undefined,
): void {
  const offset = origin ?? pair.key?.range?.[0] ?? pair.value?.range?.[0] ?? 0;
  if (state.values > valueLimit) return;
  if (!isScalar(pair.key) || (typeof pair.key.value !== "string" && typeof pair.key.value !== "number")) {
    complain(state, offset, path, "has a key that is not a word or a number", "put quotes around the key");
    return;
  }
  const key = String(pair.key.value);
  const inner = [...path, key];
  if (origin === undefined && pair.key.anchor !== undefined) state.anchors.set(pair.key.anchor, pair.key);
  if (key === "__proto__") {
    complain(state, offset, inner, "is not a setting here", "remove it");
    return;
  }
  convertScalar(key, inner, state, offset);
  if (Object.hasOwn(record, key)) {
    const first = state.at(state.places.get(placeKey(inner))?.key ?? 0, "", "");
    complain(state, offset, inner, `is there twice; the first one is on line ${first.line}`, "keep one of them");
    return;
  }
  state.places.set(placeKey(inner), { key: offset, value: origin ?? pair.value?.range?.[0] ?? offset });
  record[key] = convert(pair.value, inner, state, origin);
}

function convertAlias(name: string, path: DataPath, state: Conversion, offset: number): unknown {
  state.aliases += 1;
  const target = state.anchors.get(name);
  if (state.aliases > aliasLimit) {
    return state.aliases === aliasLimit + 1
      ? complain(state, offset, path, "is one alias too many", "write out what the aliases stand for")
      : undefined;
  }
  // The parser has already reported an alias without an anchor.
  return target === undefined ? undefined : convert(target, path, state, offset);
}

function convertScalar(value: unknown, path: DataPath, state: Conversion, offset: number): unknown {
  if (typeof value === "string") {
    const plain = value.replaceAll(/[\t\n\r]/g, " ");
    if (printable(plain, plain.length) === plain) return value;
    return (
      complain(
        state,
        offset,
        path,
        "holds a control character or one that hides text",
        "type the value again by hand",
      ) ?? ""
    );
  }
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  return complain(state, offset, path, "is of a kind that does not occur here", "put quotes around it");
}

function complain(state: Conversion, offset: number, path: DataPath, what: string, hint: string): undefined {
  if (state.problems.length < 2000) state.problems.push(state.at(offset, what, hint, path));
}

/** A path as one text, for maps. */
export function placeKey(path: DataPath): string {
  return path.map((part) => (typeof part === "number" ? `#${part}` : `.${part}`)).join("\u0000");
}
