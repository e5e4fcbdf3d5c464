import {
  type Action,
  boundedValues,
  type Chain,
  type Condition,
  type ConditionOn,
  mostRules,
  oneName,
  type Rule,
} from "./firewall-rules.ts";

type Json = unknown;
type Sets = ReadonlyMap<string, readonly string[]>;

const familiesOf: Readonly<Record<string, readonly (4 | 6)[]>> = { ip: [4], ip6: [6], inet: [4, 6] };

/** A parsed ruleset; `opaque` names the tables whose rules only iptables can spell out. */
export interface NftRuleset {
  readonly chains: readonly Chain[];
  readonly opaque: ReadonlySet<string>;
}

/** What `nft -j list ruleset` printed. Undefined when it is not that. */
export function parseNftRuleset(text: string): NftRuleset | undefined {
  const items = listAt(parseJson(text), "nftables");
  if (!items || items.length > 2 * mostRules) return undefined;
  const sets = new Map<string, readonly string[]>();
  const rules = new Map<string, Rule[]>();
  const opaque = new Set<string>();
  for (const item of items) {
    const set = at(item, "set");
    if (set !== undefined)
      sets.set(`${tableOf(set)} ${textAt(set, "name")}`, wordsOf(at(set, "elem") ?? [], new Map(), ""));
  }
  for (const item of items) {
    const rule = at(item, "rule");
    const expressions = listAt(rule, "expr");
    if (!expressions) continue;
    if (expressions.some((one) => at(one, "xt") !== undefined)) opaque.add(tableOf(rule));
    const key = `${tableOf(rule)} ${textAt(rule, "chain")}`;
    const known = rules.get(key) ?? [];
    known.push(...rulesOf(expressions, tableOf(rule), sets));
    rules.set(key, known);
  }
  const chains = items.flatMap((item): Chain[] => {
    const chain = at(item, "chain");
    const families = familiesOf[textAt(chain, "family")];
    if (!families) return [];
    const [hook, name, priority] = [textAt(chain, "hook"), textAt(chain, "name"), Number(at(chain, "prio"))];
    const policy = textAt(chain, "policy") === "drop" ? "drop" : "accept";
    const base =
      hook === ""
        ? {}
        : {
            base: {
              hook,
              type: textAt(chain, "type"),
              priority: Number.isFinite(priority) ? priority : 0,
              policy,
            } as const,
          };
    return [{ table: tableOf(chain), name, families, ...base, rules: rules.get(`${tableOf(chain)} ${name}`) ?? [] }];
  });
  return { chains, opaque };
}

function rulesOf(expressions: readonly Json[], table: string, sets: Sets): Rule[] {
  const when: Condition[] = [];
  const rules: Rule[] = [];
  for (const expression of expressions) {
    const map = at(expression, "vmap");
    if (map !== undefined) {
      for (const [key, verdict] of pairsOf(at(at(map, "data"), "set"))) {
        const conditions = [...when, ...conditionsOf(at(map, "key"), key, false, table, sets)];
        rules.push(rule(conditions, actionOf(verdict) ?? { do: "next" }));
      }
      // a map whose pairs are elsewhere may say anything
      if (typeof at(map, "data") === "string")
        rules.push(rule([...when, { on: "other", is: ["a map"] }], { do: "accept" }));
      continue;
    }
    const action = actionOf(expression);
    if (action) return [...rules, rule(when, action)];
    when.push(...statementConditions(expression, table, sets));
  }
  return rules.length > 0 ? rules : [rule(when, { do: "next" })];
}

function statementConditions(expression: Json, table: string, sets: Sets): Condition[] {
  const match = at(expression, "match");
  if (match !== undefined)
    return conditionsOf(
      at(match, "left"),
      spanOf(textAt(match, "op"), at(match, "right")),
      at(match, "op") === "!=",
      table,
      sets,
    );
  if (at(expression, "limit") !== undefined || at(expression, "set") !== undefined) return [{ on: "limit", is: [] }];
  const xt = at(expression, "xt");
  if (xt !== undefined && textAt(xt, "type") === "match")
    return textAt(xt, "name") === "comment" ? [] : [{ on: "other", is: [textAt(xt, "name")] }];
  return at(expression, "ct count") === undefined && at(expression, "quota") === undefined
    ? []
    : [{ on: "limit", is: [] }];
}

/** What `<`, `>`, `<=` and `>=` let through, as a range; of anything but a port and an address nobody can say. */
function spanOf(op: string, right: Json): Json {
  if (!/^[<>]=?$/.test(op)) return right;
  if (typeof right !== "number") return { unknown: true };
  const range = op.startsWith(">") ? [right + (op === ">" ? 1 : 0), 65_535] : [0, right - (op === "<" ? 1 : 0)];
  return { range };
}

const metaKeys: Readonly<Record<string, ConditionOn>> = {
  iif: "in",
  iifname: "in",
  oif: "out",
  oifname: "out",
  l4proto: "protocol",
  nfproto: "family",
  skuid: "owner",
};
const addressFields: Readonly<Record<string, ConditionOn>> = {
  saddr: "source",
  daddr: "destination",
  protocol: "protocol",
  nexthdr: "protocol",
};

function conditionsOf(left: Json, right: Json, not: boolean, table: string, sets: Sets): Condition[] {
  const negated = not ? ({ not: true } as const) : {};
  const make = (on: ConditionOn): Condition => ({
    on,
    is: wordsOf(right, sets, table).map((word) => oneName(on, word)),
    ...negated,
  });
  const meta = textAt(at(left, "meta"), "key");
  if (meta !== "") return [make(metaKeys[meta] ?? "other")];
  const ct = textAt(at(left, "ct"), "key");
  // what was asked for before any redirect: a packet that none has touched asks for the port it comes to
  if (ct === "proto-dst" && textAt(at(left, "ct"), "dir") === "original") return [make("port")];
  if (ct !== "") return [make(ct === "state" ? "state" : "other")];
  if (listAt(at(left, "fib"), "flags")?.includes("daddr") === true) return [make("destination")];
  const parts = listAt(left, "concat");
  // not both is not the same as neither
  if (parts && not) return [{ on: "other", is: ["not a tuple"] }];
  if (parts) return parts.flatMap((part, index) => conditionsOf(part, partOf(right, index), not, table, sets));
  const masked = listAt(left, "&")?.[0];
  if (masked !== undefined && textAt(at(masked, "payload"), "field") === "flags" && right === "syn") {
    // a packet with SYN alone is the first of its connection
    return [
      { on: "protocol", is: ["tcp"] },
      { on: "state", is: ["new"], ...negated },
    ];
  }
  return payloadConditions(textAt(at(left, "payload"), "protocol"), textAt(at(left, "payload"), "field"), make);
}

function payloadConditions(protocol: string, field: string, make: (on: ConditionOn) => Condition): Condition[] {
  if (protocol === "ip" || protocol === "ip6")
    return [{ on: "family", is: [protocol === "ip" ? "4" : "6"] }, make(addressFields[field] ?? "other")];
  const only: Condition[] =
    protocol === "" || protocol === "th" ? [] : [{ on: "protocol", is: [oneName("protocol", protocol)] }];
  if (field === "dport") return [...only, make("port")];
  return [...only, make(field === "type" && protocol.startsWith("icmp") ? "icmp" : "other")];
}

const actions = [
  "accept",
  "drop",
  "reject",
  "return",
  "redirect",
  "dnat",
  "masquerade",
  "notrack",
  "jump",
  "goto",
] as const;
const targets: Readonly<Record<string, Action["do"]>> = {
  REJECT: "reject",
  REDIRECT: "redirect",
  DNAT: "dnat",
  MASQUERADE: "masquerade",
  CT: "notrack",
  NOTRACK: "notrack",
  TPROXY: "redirect",
};

function actionOf(expression: Json): Action | undefined {
  const found = actions.find((name) => has(expression, name));
  if (found === "jump" || found === "goto") return { do: found, to: textAt(at(expression, found), "target") };
  if (found === "redirect") return { do: found, to: wordsOf(at(at(expression, found), "port"), new Map(), "").join() };
  if (found) return { do: found };
  if (has(expression, "tproxy")) return { do: "redirect" };
  // whatever listens on the queue decides: it may accept
  if (has(expression, "queue")) return { do: "accept" };
  const xt = at(expression, "xt");
  const target = textAt(xt, "type") === "target" ? targets[textAt(xt, "name")] : undefined;
  return target === undefined ? undefined : { do: target };
}

/** The values on the right of a match, as plain words. */
function wordsOf(value: Json, sets: Sets, table: string, depth = 0): readonly string[] {
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  if (typeof value === "string")
    return value.startsWith("@") ? (sets.get(`${table} ${value.slice(1)}`) ?? [value]) : [value];
  if (depth > 6) return ["?"];
  const below = (inner: Json): readonly string[] => wordsOf(inner, sets, table, depth + 1);
  if (Array.isArray(value)) return boundedValues(value.slice(0, 100_000).flatMap(below));
  const range = listAt(value, "range");
  if (range) return [`${below(range[0]).join()}-${below(range[1]).join()}`];
  const prefix = at(value, "prefix");
  if (prefix !== undefined) return [`${textAt(prefix, "addr")}/${String(at(prefix, "len"))}`];
  const inner = at(value, "set") ?? at(at(value, "elem"), "val") ?? at(value, "concat") ?? at(value, "|");
  return inner === undefined ? (value === undefined || value === null ? [] : ["?"]) : below(inner);
}

/** One part of every member of a set of tuples. */
function partOf(right: Json, index: number): Json {
  const members = listAt(right, "set") ?? (Array.isArray(right) ? right : [right]);
  const parts = members.map((member) => listAt(at(at(member, "elem"), "val") ?? member, "concat")?.[index]);
  return parts.some((part) => part === undefined) ? { unknown: true } : parts;
}

function pairsOf(value: Json): readonly (readonly [Json, Json])[] {
  return (Array.isArray(value) ? value : []).flatMap((pair: Json) =>
    Array.isArray(pair) && pair.length === 2 ? [[pair[0], pair[1]] as const] : [],
  );
}

function rule(when: readonly Condition[], verdict: Action): Rule {
  return { text: wordsFor(when, verdict), when: [...when], verdict };
}

/** A rule in words, as short as a message allows. */
export function wordsFor(when: readonly Condition[], verdict: Action): string {
  const parts = when.map(({ on, is, not }) => `${on} ${not ? "not " : ""}${is.slice(0, 6).join(",")}`.trim());
  return [...parts, verdict.do, ...(verdict.to ? [verdict.to] : [])].join(" ").slice(0, 160);
}

function tableOf(item: Json): string {
  const name = textAt(item, "table");
  return `${textAt(item, "family")} ${name}`;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function has(value: Json, key: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}

function at(value: Json, key: string): Json {
  return has(value, key) ? (value as Record<string, Json>)[key] : undefined;
}

function listAt(value: Json, key: string): readonly Json[] | undefined {
  const found = at(value, key);
  return Array.isArray(found) ? (found as readonly Json[]) : undefined;
}

function textAt(value: Json, key: string): string {
  const found = at(value, key);
  return typeof found === "string" ? found : "";
}
