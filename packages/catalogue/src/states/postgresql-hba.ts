import type { AccessRule } from "../facts/database-server.ts";

/** What becomes of each rule by its line, none where it goes, and which come after all others. */
export interface RuleEdit {
  readonly changed: ReadonlyMap<number, readonly AccessRule[]>;
  readonly added: readonly AccessRule[];
}

const ours = "# Managed by Secondlock: the declared clients of the databases.";

/** Edits pg_hba.conf line by line: comments and whatever is written in another way than usual stay as they are. */
export function withRules(before: string, edit: (rules: readonly AccessRule[]) => RuleEdit): string {
  const lines = before.split("\n");
  const parsed = lines.map((line, index) => ruleOf(line, index + 1));
  const { changed, added } = edit(parsed.filter((rule) => rule !== undefined));
  const kept = lines.flatMap((line, index) => {
    const rule = parsed[index];
    const after = rule && changed.get(rule.line);
    if (rule === undefined || after === undefined) return [line];
    return after.map((one) => (one === rule ? line : textOf(one)));
  });
  if (added.length === 0) return kept.join("\n");
  const end = kept.join("\n").replace(/\n+$/, "");
  return [...(end === "" ? [] : [end]), ...(end.includes(ours) ? [] : [ours]), ...added.map(textOf), ""].join("\n");
}

function ruleOf(text: string, line: number): AccessRule | undefined {
  // quoted names and continued lines are left to people
  if (/["\\]/.test(text)) return undefined;
  const [type = "", database = "", user = "", ...rest] = text.replace(/#.*/, "").trim().split(/\s+/);
  if (type === "local")
    return rest.length === 1 ? { line, type, database, user, from: "", method: rest[0] ?? "" } : undefined;
  if (!type.startsWith("host")) return undefined;
  const [address = "", ...more] = rest;
  const hasMask = /^[\da-f.:]+$/i.test(address) && more.length === 2;
  const method = more.at(hasMask ? 1 : 0) ?? "";
  if (method === "" || more.length !== (hasMask ? 2 : 1)) return undefined;
  return { line, type, database, user, from: hasMask ? `${address}/${more[0]}` : masked(address), method };
}

/** `10.0.0.2/32` as pg_hba_file_rules tells it. */
function masked(address: string): string {
  const [host = "", bits] = address.split("/");
  if (bits === undefined || !/^\d+$/.test(bits)) return address;
  const wide = host.includes(":") ? 128 : 32;
  const ones = "1".repeat(Math.min(Number(bits), wide)).padEnd(wide, "0");
  return host.includes(":")
    ? `${host}/${(ones.match(/.{16}/g) ?? []).map((part) => Number.parseInt(part, 2).toString(16)).join(":")}`
    : `${host}/${(ones.match(/.{8}/g) ?? []).map((part) => Number.parseInt(part, 2)).join(".")}`;
}

function textOf({ type, database, user, from, method }: AccessRule): string {
  return [type, quoted(database), quoted(user), ...(type === "local" ? [] : [withBits(from)]), method].join(" ");
}

function withBits(from: string): string {
  const [address = "", mask] = from.split("/");
  if (mask === undefined) return from;
  if (/^\d+$/.test(mask)) return from;
  if (mask === "::") return `${address}/0`;
  const bits = mask.includes(":")
    ? mask.split(":").map((part) => Number.parseInt(part || "0", 16).toString(2))
    : mask.split(".").map((part) => Number(part).toString(2));
  return `${address}/${bits.join("").replaceAll("0", "").length}`;
}

/** Words of pg_hba.conf keep their meaning; a name with anything odd in it is quoted. */
function quoted(name: string): string {
  return /^[A-Za-z_][\w.,+-]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
