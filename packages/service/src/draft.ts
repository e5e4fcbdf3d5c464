import { canonicalAddress, isPrivateAddress } from "./address.ts";
import { isAccountName } from "./login.ts";
import { isRefusedKey, parsePublicKey } from "./public-key.ts";
import type { Seen, SeenListener } from "./seen.ts";
import { hostIdOf } from "./wanted-without-file.ts";
import { quote, tidy } from "./yaml-text.ts";

/** Where `secondlock init` puts the schema, seen from the service file. */
export const draftSchemaPath = "./.secondlock/service.schema.json";

const known: Readonly<Record<string, string>> = {
  "22/tcp": "administration",
  "80/tcp": "redirect to 443",
  "443/tcp": "the site itself",
};
const databasePorts: ReadonlySet<number> = new Set([3306, 5432]);
const listLimit = 200;

/**
 * A commented `secondlock.yaml` made of what was seen. Whatever was seen, the text has no problems. Every guess says so; a port is
 * only declared when its purpose is well known, the others stand there as comments, since a declared port counts as wanted.
 */
export function draftService(seen: Seen, schema: string = draftSchemaPath): string {
  const host = hostIdOf(tidy(seen.hostname ?? "", 63), "this-machine");
  const name = hostIdOf(tidy((seen.packageName ?? "").replace(/^@[^/]*\//, ""), 63), host);
  const sections = [
    [
      `# yaml-language-server: $schema=${schemaComment(schema)}`,
      "# What this team runs, for Secondlock. Values marked `guessed` are what init saw: check each of them.",
      "",
      `service: ${quote(name)} # guessed: ${seen.packageName === undefined ? "the name of this machine" : "the name in package.json"}`,
    ],
    hostLines(seen, host),
    peopleLines(seen, host),
    portLines(seen.listeners, host),
    siteLines(seen),
    repositoryLines(seen),
    databaseLines(seen, host),
    laterLines(seen),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function hostLines(seen: Seen, host: string): readonly string[] {
  const literal = seen.addresses.flatMap((address) => canonicalAddress(address) ?? []);
  const open = [...new Set(literal.filter((address) => !isPrivateAddress(address)))].slice(0, 64);
  const inner = [...new Set(literal.filter(isPrivateAddress))].filter((address) => !address.includes("%")).slice(0, 64);
  const user = seen.user !== undefined && isPlainAccount(seen.user) ? seen.user : "deploy";
  const web = seen.listeners.some(({ port, loopback }) => !loopback && (port === 80 || port === 443));
  const role = web ? "app" : seen.databases.length > 0 ? "db" : "other";
  return [
    "hosts:",
    `  ${quote(host)}:`,
    `    role: ${role} # guessed from what listens; app, db, backup or other`,
    `    # Without ssh: it is this machine. To audit it from elsewhere: ssh: ${user}@${host}`,
    ...(open.length > 0
      ? [`    addresses: [${open.map((address) => JSON.stringify(address)).join(", ")}] # guessed from the interfaces`]
      : []),
    ...(inner.length > 0
      ? [`    private: [${inner.map((address) => JSON.stringify(address)).join(", ")}] # guessed from the interfaces`]
      : []),
    ...(seen.files.some((file) => /compose|dockerfile/i.test(file))
      ? ["    # allow: [docker] # a compose file or Dockerfile is here: uncomment if containers run on this host"]
      : []),
  ];
}

function peopleLines(seen: Seen, host: string): readonly string[] {
  const names = new Set<string>();
  const blobs = new Set<string>();
  const lines: string[] = [];
  for (const admin of seen.admins.slice(0, listLimit)) {
    const name = hostIdOf(tidy(admin.account, 63), "");
    if (!isPlainAccount(admin.account) || name === "" || names.has(name)) continue;
    names.add(name);
    lines.push(`  ${quote(name)}: # guessed: may use sudo on ${host}`);
    const keys = admin.keys
      .slice(0, listLimit)
      .flatMap((line) => keyOf(line, blobs))
      .slice(0, 50);
    if (keys.length > 0)
      lines.push("    keys: # guessed from authorized_keys", ...keys.map((key) => `      - ${quote(key)}`));
    else lines.push("    keys: [] # guessed: none could be read; paste the line of the .pub file");
    lines.push(`    admin: [${quote(host)}]`);
    if (name !== admin.account)
      lines.push(`    account: ${quote(admin.account)} # guessed: the account in the sudo group`);
    lines.push(
      `    # key_home: ${name}-laptop # where the private key lives`,
      `    # second_factor: ${name}-phone # where the second factor lives`,
    );
  }
  const example = [
    "# people: # who administers; nobody with sudo was seen",
    `#   ada: { keys: [ssh-ed25519 AAAA... ada@laptop], admin: [${quote(host)}], second_factor: ada-phone }`,
  ];
  return lines.length === 0 ? example : ["people:", ...lines];
}

/** A key line that the file may hold: options are left out, a key that is another person's already is not written twice. */
function keyOf(line: string, blobs: Set<string>): readonly string[] {
  if (line.length > 20_000) return [];
  const start = line.search(/(?:^|\s)(?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+\s+AAAA/);
  const text = start < 0 ? "" : line.slice(start).trim();
  const key = parsePublicKey(text);
  if (isRefusedKey(key) || blobs.has(key.blob)) return [];
  blobs.add(key.blob);
  const comment = tidy(
    text
      .split(/[ \t]+/)
      .slice(2)
      .join(" "),
    100,
  );
  const whole = `${key.type} ${key.blob} ${comment}`.trim();
  return [tidy(whole, whole.length) === whole ? whole : `${key.type} ${key.blob}`];
}

function portLines(listeners: readonly SeenListener[], host: string): readonly string[] {
  const open = new Map<string, SeenListener>();
  for (const listener of listeners) {
    const real = Number.isInteger(listener.port) && listener.port > 0 && listener.port <= 65_535;
    if (real && !listener.loopback && open.size < listLimit)
      open.set(`${listener.port}/${listener.protocol}`, listener);
  }
  const sorted = [...open.values()].toSorted((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
  const declared = sorted.filter((listener) => known[`${listener.port}/${listener.protocol}`] !== undefined);
  const lines = sorted.map((listener) => portLine(listener));
  return [
    "ports: # every port that is open on purpose, each with its reason",
    `  ${quote(host)}:${declared.length === 0 ? " {} # take {} away when you uncomment one" : ""}`,
    ...lines,
  ];
}

function portLine({ port, protocol, process }: SeenListener): string {
  const key = protocol === "udp" ? `"${port}/udp"` : String(port);
  const by = process === undefined ? "a process" : tidy(process, 40) || "a process";
  const reason = known[`${port}/${protocol}`];
  if (reason !== undefined) return `    ${key}: ${reason} # guessed: ${by} listens`;
  const advice =
    databasePorts.has(port) && protocol === "tcp"
      ? "a database: better closed, or see clients: below"
      : "uncomment with a reason, or close it";
  return `    # ${key}: why is it open # ${by} listens; ${advice}`;
}

function siteLines(seen: Seen): readonly string[] {
  const web = seen.listeners.some(({ port, loopback }) => !loopback && port === 443);
  return [
    `# sites: [https://shop.example]${web ? " # something listens on 443: which sites does it serve" : " # URLs of the sites"}`,
  ];
}

function repositoryLines(seen: Seen): readonly string[] {
  if (seen.repository === undefined)
    return ["# repositories: [.] # folders with source; no git repository was seen here"];
  const remote = tidy(seen.repository.remote ?? "", 200);
  return [`repositories: [.] # guessed: a git repository${remote === "" ? "" : `, ${remote}`}`];
}

function databaseLines(seen: Seen, host: string): readonly string[] {
  const engines = [...new Set(seen.databases.map(({ engine }) => engine))];
  if (engines.length === 0) return [];
  const lines = engines.map(
    (engine) =>
      `  ${engine}: { engine: ${engine}, host: ${quote(host)}, clients: [${quote(host)}] } # guessed: it runs here; add account:, schema:, backups:`,
  );
  return ["databases:", ...lines];
}

function laterLines(seen: Seen): readonly string[] {
  const env = seen.files.some((file) => file === ".env" || file.startsWith(".env."));
  return [
    ...(env
      ? ["# secrets: # a .env is here; names only, never values", "#   API_KEY: { purpose: what it is for }"]
      : []),
    "# backups: { offsite-1: { vendor: hetzner, region: fsn1 } } # where copies are kept",
    "# vendors: { hetzner: { holds: [hosts, dns] } } # whose console can reset something of yours",
    "# stranger: { ssh: probe@198.51.100.9 } # a machine of yours that no allow-list names, to try from",
  ];
}

function isPlainAccount(account: string): boolean {
  return isAccountName(account) && tidy(account, 64) === account;
}

function schemaComment(schema: string): string {
  return tidy(schema, 300).replaceAll(" ", "%20") || draftSchemaPath;
}
