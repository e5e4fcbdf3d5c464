import { isIPv4, isIPv6 } from "./addresses.ts";
import type { Audit } from "../audit.ts";

/** Names from the service file that the audit alone does not tell apart from ordinary words. */
export interface Names {
  readonly hosts?: readonly string[];
  readonly people?: readonly string[];
  readonly accounts?: readonly string[];
  readonly domains?: readonly string[];
  /** Anything else: vendors, databases, schemas, projects. */
  readonly others?: readonly string[];
}

export type NameKind = "service" | "host" | "person" | "account" | "device" | "vendor" | "domain" | "name";

/** Names that every system has: they tell nothing, and a report without them cannot be read. */
const everywhere: ReadonlySet<string> = new Set(
  "root nobody daemon www-data sshd systemd mysql mariadb postgres postgresql localhost host this-machine operator stranger ubuntu debian admin all everybody".split(
    " ",
  ),
);

const domainKinds: Readonly<Record<string, NameKind>> = {
  host: "host",
  person: "person",
  custody: "device",
  vendor: "vendor",
};

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsOf(item);
  else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) yield* textsOf(item);
}

type Found = (kind: NameKind, name: string) => void;

/** `chacha20-poly1305@openssh.com` is an algorithm, and nobody's login. */
const algorithmHomes = /^(?:openssh\.com|libssh\.org|lysator\.liu\.se|ssh\.com)$/;

/** What a host said. Text of our own (ids, titles, commands) names nobody, and only looks like logins here and there. */
function learnFromHost(text: string, found: Found): void {
  for (const [, user = "", host = ""] of text.matchAll(
    /(?<![\w.+-])([\w.+-]{1,64})@([A-Za-z0-9][A-Za-z0-9._-]{0,252})/g,
  )) {
    if (algorithmHomes.test(host)) continue;
    found("account", user);
    if (!isIPv4(host)) found("domain", host.replace(/\.+$/, ""));
  }
  for (const [, host = ""] of text.matchAll(/:\/\/(?:[^\s/@]{1,200}@)?([A-Za-z0-9][A-Za-z0-9.-]{0,252})/g))
    if (!isIPv4(host) && host.includes(".")) found("domain", host.replace(/\.+$/, ""));
}

/** Paths and ids that carry a name by their structure. */
function learnFromText(text: string, found: Found): void {
  for (const [, user = ""] of text.matchAll(/\/(?:home|Users|var\/mail|var\/spool\/mail)\/([\w.+-]{1,64})/g))
    found("account", user);
  for (const [, name = ""] of text.matchAll(/(?<![\w])account:([\w.+-]{1,64})/g)) found("account", name);
  for (const [, name = ""] of text.matchAll(/(?<![\w])database:([\w.+-]{1,64})/g)) found("name", name);
  for (const [, kind = "", name = ""] of text.matchAll(/(?<![\w])(host|person|custody|vendor):([\w.+-]{1,64})/g))
    found(domainKinds[kind] ?? "name", name);
}

/** Every name that the audit or the service file gives away, with what it names. The first kind that is found stays. */
export function namesOf(audit: Audit, names: Names = {}): ReadonlyMap<string, NameKind> {
  const found = new Map<string, NameKind>();
  const add: Found = (kind, name) => {
    const key = name.toLowerCase();
    if (key === "" || everywhere.has(key) || isIPv4(key) || isIPv6(key) || /^\d+$/.test(key) || found.has(key)) return;
    found.set(key, kind);
  };
  for (const target of audit.targets) add("host", target.id);
  for (const host of names.hosts ?? []) add("host", host);
  for (const person of names.people ?? []) add("person", person);
  for (const account of names.accounts ?? []) add("account", account);
  for (const domain of names.domains ?? []) add("domain", domain);
  for (const other of names.others ?? []) add("name", other);
  for (const answer of audit.answers) {
    for (const text of textsOf(answer))
      for (const [, name = ""] of text.matchAll(/(?<![\w])person:([\w.+-]{1,64})/g)) add("person", name);
  }
  for (const target of audit.targets) learnFromHost(`${target.reached}\n${target.because ?? ""}`, add);
  for (const { evidence } of audit.verdicts) for (const { value } of evidence) learnFromHost(value, add);
  for (const text of textsOf(audit)) learnFromText(text, add);
  add("service", audit.service);
  return found;
}
