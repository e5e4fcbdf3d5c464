import type { Host } from "./host.ts";
import type { Operator } from "./operator.ts";
import { THROWAWAY } from "./throwaway.ts";

/**
 * A service file for hosts of the lab, as their fixtures make them: the one place that knows its format. A host called
 * `stranger` becomes the stranger, and needs the fixture `admins` to be logged in to; other bare hosts stand beside the
 * service.
 */
export function serviceFile(hosts: readonly Host[], operator: Operator): string {
  const apps = hosts.filter(({ role }) => role === "app");
  const databases = hosts.filter(({ role }) => role === "db");
  const served = [...apps, ...databases];
  const stranger = hosts.find(({ name, role }) => name === "stranger" && role === "bare");
  const jump = apps[0]?.name;
  const section = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? "" : `${title}:\n${lines.map((line) => `  ${line}\n`).join("")}`;
  return [
    "service: lab\n",
    section("hosts", [...apps.map(appLine), ...databases.map((host) => databaseHostLine(host, jump))]),
    section(
      "people",
      ["ada", "grace"].map((name) => personLine(name as "ada" | "grace", served, operator)),
    ),
    section("ports", [...apps.map(appPorts), ...databases.map((host) => databasePorts(host, jump))]),
    section(
      "databases",
      databases.flatMap((host) => databaseLines(host, jump, databases.length > 1)),
    ),
    section("applications", apps.map(applicationLine)),
    section("vendors", apps.length === 0 ? [] : ["cloud: { holds: [hosts] }"]),
    section(
      "attempts",
      served.map(
        ({ name }) => `${name}: { throwaway: { account: ${THROWAWAY.account}, password_from: ${THROWAWAY.variable} } }`,
      ),
    ),
    stranger === undefined ? "" : `stranger: { ssh: ada@${stranger.ipv4} }\n`,
  ].join("");
}

function appLine({ name, ipv4, ipv6 }: Host): string {
  return `${name}: { role: app, ssh: ada@${ipv4}, addresses: ["${ipv6}"], vendor: cloud, sites: ["https://${name}.example"] }`;
}

/** Reached through the application's host, as its firewall wants it. */
function databaseHostLine({ name, ipv4, ipv6 }: Host, jump: string | undefined): string {
  return `${name}: { role: db, ssh: ada@${ipv4}, ${jump === undefined ? "" : `via: ${jump}, `}addresses: ["${ipv6}"] }`;
}

/** The second key stands in for the second factor, and lives elsewhere. */
function personLine(name: "ada" | "grace", hosts: readonly Host[], { keys }: Operator): string {
  const lines = [keys[name], keys[`${name}-token`]].map(({ publicLine }) => publicLine).join(", ");
  return `${name}: { keys: [${lines}], second_factor: ${name}-token, admin: [${hosts.map((host) => host.name).join(", ")}] }`;
}

function appPorts({ name }: Host): string {
  return `${name}: { 443: the shop itself, 80: sends visitors to https, 22: administration }`;
}

function databasePorts({ name }: Host, jump: string | undefined): string {
  const port = (number: number, reason: string): string =>
    jump === undefined ? `${number}: ${reason}` : `${number}: { reason: ${reason}, from: [${jump}] }`;
  return `${name}: { ${port(22, "administration")}, ${port(3306, "the shop's orders")}, ${port(5432, "the shop's reports")} }`;
}

function databaseLines({ name }: Host, jump: string | undefined, several: boolean): string[] {
  const clients = jump === undefined ? "" : `, clients: [${jump}]`;
  const suffix = several ? `-${name}` : "";
  return [
    `orders${suffix}: { engine: mariadb, host: ${name}, account: app, schema: production${clients} }`,
    `reports${suffix}: { engine: postgresql, host: ${name}, account: app, schema: production${clients} }`,
  ];
}

function applicationLine({ name }: Host): string {
  return `${name}: { user: shop, directory: /srv/shop, config: [/etc/app], tls_keys: [/etc/ssl/site/site.key] }`;
}
