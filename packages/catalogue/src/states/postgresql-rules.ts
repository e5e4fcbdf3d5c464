import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { isWideRule, remoteRules, superuserRules, ruleTitle, isOn } from "../facts/database-reach.ts";
import type { AccessRule, DatabaseServer, DatabaseState } from "../facts/database-server.ts";
import { postgresqlServer } from "../facts/postgresql-server.ts";
import { type RuleEdit, withRules } from "./postgresql-hba.ts";

/** Who may come from where, to which database. */
export interface Client {
  readonly database: string;
  readonly account: string;
  readonly addresses: readonly string[];
}

const letIn = "let in: ";

function ruleState(settings: Settings, more: Pick<State, "text" | "costs" | "risk">): State<DatabaseState> {
  return defineState({
    resource: "file:postgresql/pg_hba.conf",
    settings,
    fact: postgresqlServer,
    settle: (state) =>
      state.state === "answers"
        ? { state: "answers", server: { ...state.server, rules: edited(state.server.rules, settings, state.server) } }
        : state,
    bring: ruleFile,
    ...more,
  });
}

/** Only declared accounts come over the network, each from its own addresses. */
export function rulesForClients(clients: readonly Client[]): State<DatabaseState> {
  return ruleState(
    {
      others: "out",
      ...Object.fromEntries(
        clients.map(({ database, account, addresses }) => [
          `${letIn}${JSON.stringify([database, account])}`,
          addresses.join(","),
        ]),
      ),
    },
    {
      text: "lines of pg_hba.conf that let in whole networks give way to one for each declared client",
      costs:
        "Whoever came to PostgreSQL from another host, or to another database, is turned away; connections that are open end with its restart.",
    },
  );
}

export function rulesAskPassword(): State<DatabaseState> {
  return ruleState(
    { trust: "never" },
    {
      text: "no line of pg_hba.conf trusts whoever connects: local ones ask the system's account, others the password",
      costs:
        "Whoever came to PostgreSQL without a password needs one, or on the host the account of the system with the same name.",
    },
  );
}

export function rulesModern(): State<DatabaseState> {
  return ruleState({ passwords: "scram-sha-256" }, { text: "lines of pg_hba.conf ask for passwords by scram-sha-256" });
}

export function rulesEncrypted(): State<DatabaseState> {
  return ruleState({ network: "encrypted" }, { text: "hostssl instead of host in pg_hba.conf, for other machines" });
}

function ruleFile(settings: Settings, state: DatabaseState): readonly Change[] {
  if (state.state !== "answers") return [];
  const { server } = state;
  const main = server.settings["config_file"] ?? "";
  const path = server.settings["hba_file"] ?? `${main.slice(0, main.lastIndexOf("/"))}/pg_hba.conf`;
  if (!path.startsWith("/")) return [];
  return [
    {
      kind: "file",
      path,
      content: (before) =>
        before === undefined ? undefined : withRules(before, (rules) => editsOf(rules, settings, server)),
      reload: "postgresql",
    },
  ];
}

function edited(rules: readonly AccessRule[], settings: Settings, server: DatabaseServer): readonly AccessRule[] {
  const { changed, added } = editsOf(rules, settings, server);
  const last = Math.max(0, ...rules.map(({ line }) => line));
  return [
    ...rules.flatMap((rule) => changed.get(rule.line) ?? []),
    ...added.map((rule, index) => ({ ...rule, line: last + 1 + index })),
  ];
}

function editsOf(rules: readonly AccessRule[], settings: Settings, server: DatabaseServer): RuleEdit {
  const remote = new Set(remoteRules({ ...server, rules }).map(({ line }) => line));
  const supers = new Set(superuserRules({ ...server, rules }));
  const modern = server.accounts.every(({ plugin }) => plugin === "scram-sha-256" || plugin === "none");
  const changed = new Map<number, readonly AccessRule[]>();
  for (const rule of rules) {
    const isRemote = remote.has(rule.line);
    const goes = settings["others"] !== undefined && isRemote && (isWideRule(rule) || supers.has(ruleTitle(rule)));
    changed.set(rule.line, goes ? [] : [better(rule, isRemote, modern, settings)]);
  }
  const left = [...changed.values()].flat();
  const type = settings["network"] !== undefined || isOn(server.settings["ssl"]) ? "hostssl" : "host";
  const added = Object.entries(settings)
    .filter(([key]) => key.startsWith(letIn))
    .flatMap(([key, addresses]) => {
      const [database = "", user = ""] = JSON.parse(key.slice(letIn.length)) as readonly string[];
      const method = server.accounts.find(({ name }) => name === user)?.plugin === "md5" ? "md5" : "scram-sha-256";
      return addresses
        .split(",")
        .map((address) => ({ line: 0, type, database, user, from: single(address), method }))
        .filter((one) => !left.some((rule) => isFor(rule, one)));
    });
  return { changed, added };
}

function single(address: string): string {
  return address.includes(":") ? `${address}/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff` : `${address}/255.255.255.255`;
}

function isFor(rule: AccessRule, one: AccessRule): boolean {
  return (
    rule.type.startsWith("host") && rule.database === one.database && rule.user === one.user && rule.from === one.from
  );
}

function better(rule: AccessRule, isRemote: boolean, modern: boolean, settings: Settings): AccessRule {
  const type =
    isRemote && settings["network"] !== undefined && /^host(nossl)?$/.test(rule.type) ? "hostssl" : rule.type;
  const asks = rule.type === "local" ? "peer" : "scram-sha-256";
  const method =
    rule.method === "trust" && (settings["trust"] !== undefined || settings["passwords"] !== undefined)
      ? asks
      : /^(md5|password|ident)$/.test(rule.method) && settings["passwords"] !== undefined && modern
        ? rule.method === "ident"
          ? asks
          : "scram-sha-256"
        : rule.method;
  return type === rule.type && method === rule.method ? rule : { ...rule, type, method };
}
