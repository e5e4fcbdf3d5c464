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
import { wordsFor } from "./nft-ruleset.ts";

/** Built-in chains by the hook that calls them. */
const hooks: Readonly<Record<string, string>> = {
  PREROUTING: "prerouting",
  INPUT: "input",
  FORWARD: "forward",
  OUTPUT: "output",
  POSTROUTING: "postrouting",
};
const priorities: Readonly<Record<string, number>> = { raw: -300, mangle: -150, nat: -100, filter: 0, security: 50 };

/** What one `iptables-save` or `ip6tables-save` printed. `kind` tells the two kernels' tables apart. */
export function parseIptablesSave(text: string, family: 4 | 6, kind: "nft" | "legacy"): readonly Chain[] | undefined {
  const chains = new Map<string, { chain: Chain; rules: Rule[] }>();
  let table = "";
  let count = 0;
  for (const line of text.split("\n")) {
    if (line.startsWith("*")) table = line.slice(1).trim();
    const fullTable = `${kind === "legacy" ? "legacy " : ""}${family === 4 ? "ip" : "ip6"} ${table}`;
    const [, name, policy = ""] = /^:(\S+) (\S+)/.exec(line) ?? [];
    if (name !== undefined) {
      const hook = policy === "-" ? undefined : hooks[name];
      const base =
        hook === undefined
          ? {}
          : {
              base: {
                hook,
                type: table === "nat" ? "nat" : "filter",
                priority: priorities[table] ?? 0,
                policy: policy === "DROP" ? "drop" : "accept",
              } as const,
            };
      const rules: Rule[] = [];
      chains.set(`${table} ${name}`, { chain: { table: fullTable, name, families: [family], ...base, rules }, rules });
    }
    if (!line.startsWith("-A ")) continue;
    count += 1;
    if (count > mostRules) return undefined;
    const words = line.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
    chains.get(`${table} ${words[1] ?? ""}`)?.rules.push(ruleOf(words.slice(2)));
  }
  return [...chains.values()].map(({ chain }) => chain);
}

/** Options that say something about a packet, by what they are about. */
const about: Readonly<Record<string, ConditionOn>> = {
  "-p": "protocol",
  "-s": "source",
  "-d": "destination",
  "-i": "in",
  "-o": "out",
  "--dport": "port",
  "--dports": "port",
  "--ctstate": "state",
  "--state": "state",
  "--icmp-type": "icmp",
  "--icmpv6-type": "icmp",
  "--dst-type": "destination",
  "--uid-owner": "owner",
};
/** Modules that match nothing by themselves, only by their options. */
const plainModules = new Set([
  "comment",
  "tcp",
  "udp",
  "multiport",
  "conntrack",
  "state",
  "icmp",
  "icmp6",
  "addrtype",
  "owner",
]);
const targets: Readonly<Record<string, Action["do"]>> = {
  ACCEPT: "accept",
  DROP: "drop",
  REJECT: "reject",
  RETURN: "return",
  REDIRECT: "redirect",
  TPROXY: "redirect",
  DNAT: "dnat",
  MASQUERADE: "masquerade",
  SNAT: "masquerade",
  CT: "notrack",
  NOTRACK: "notrack",
  NFQUEUE: "accept",
};
/** Targets after which the next rule is asked. */
const passing = new Set([
  "LOG",
  "NFLOG",
  "MARK",
  "CONNMARK",
  "TCPMSS",
  "CHECKSUM",
  "CLASSIFY",
  "DSCP",
  "SET",
  "TRACE",
  "AUDIT",
  "TOS",
  "TTL",
]);

function ruleOf(words: readonly string[]): Rule {
  const when: Condition[] = [];
  let verdict: Action = { do: "next" };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const not = words[index - 1] === "!" ? ({ not: true } as const) : {};
    const value = words[index + 1] ?? "";
    const on = about[word];
    if (on !== undefined)
      when.push({ on, is: boundedValues(value.split(",").map((one) => oneValue(on, one, word))), ...not });
    else if (word === "-m" && !plainModules.has(value))
      when.push({
        on: value === "limit" || value === "hashlimit" || value === "connlimit" ? "limit" : "other",
        is: [value],
      });
    else if (word === "--sport" || word === "--sports") when.push({ on: "other", is: [`from port ${value}`] });
    else if (word === "--tcp-flags" && words[index + 2] === "SYN") when.push({ on: "state", is: ["new"], ...not });
    else if (word === "-j" || word === "-g") verdict = actionOf(value, word);
    else if (word === "--to-ports" && verdict.do === "redirect") verdict = { ...verdict, to: value };
    else continue;
    index += 1;
  }
  return { text: wordsFor(when, verdict), when, verdict };
}

function actionOf(target: string, option: string): Action {
  if (passing.has(target)) return { do: "next" };
  return { do: targets[target] ?? (option === "-g" ? "goto" : "jump"), ...(targets[target] ? {} : { to: target }) };
}

function oneValue(on: ConditionOn, value: string, option: string): string {
  if (on === "port") return value.replace(":", "-");
  if (option === "--dst-type") return value.toLowerCase();
  return oneName(on, value.replace(/^"|"$/g, ""));
}
