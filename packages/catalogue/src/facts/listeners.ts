import { defineFact, type HostWanted, known, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

export interface Listener {
  readonly protocol: "tcp" | "udp";
  /** `0.0.0.0`, `::`, `*` (both), or one address. */
  readonly address: string;
  readonly port: number;
  /** Names of the programs behind it; empty when ss did not tell. */
  readonly programs: readonly string[];
}

const mostListeners = 4_000;

/** Every socket that waits for strangers, with its program. */
export const listeners = defineFact<readonly Listener[]>({
  id: "listeners",
  title: "the sockets that wait for connections",
  reads: () => ({ sockets: { argv: ["ss", "-Hltunp"], bytes: 512 * 1024 } }),
  parse(raw): Reading<readonly Listener[]> {
    const text = textOf(raw, "sockets");
    return text.known ? parseListeners(text.value) : text;
  },
});

export function parseListeners(text: string): Reading<readonly Listener[]> {
  const all = lines(text);
  if (all.length > mostListeners) return unreadable("there are more sockets than can be judged");
  const found: Listener[] = [];
  // a program may put a line feed in its name: what follows it is no socket, and the socket is one without the name
  let inName = false;
  for (const line of all) {
    const [protocol = "", , , , local = "", , ...users] = line.split(/\s+/);
    const [, host = "", port = ""] = /^(.+):(\d{1,5})$/.exec(local) ?? [];
    const isSocket = (protocol === "tcp" || protocol === "udp") && host !== "";
    const wasInName = inName;
    inName = (isSocket ? line.includes("users:((") : inName) && !line.trimEnd().endsWith("))");
    if (!isSocket && wasInName) continue;
    if (!isSocket) return unreadable("ss printed a line that is not a socket");
    const address = host.replace(/%.*$/, "").replace(/^\[(.*)\]$/, "$1");
    const programs = [...new Set([...users.join(" ").matchAll(/\("([^"]{0,64})",pid=/g)].map(([, name = ""]) => name))];
    found.push({ protocol, address, port: Number(port), programs });
  }
  return known(found);
}

/** Reached only from the host itself. */
export function isLoopback({ address }: Pick<Listener, "address">): boolean {
  return /^(127\.|::1$|::ffff:127\.)/.test(address);
}

export function onAllAddresses({ address }: Listener): boolean {
  return address === "*" || address === "0.0.0.0" || address === "::";
}

export function listenerTitle({ protocol, port, address, programs }: Listener): string {
  return `${programs.join("+") || "an unknown program"} on ${address} port ${port}/${protocol}`;
}

const dhcpClients = new Set(["68/udp", "546/udp"]);

/** Declared in the service file, also as the port behind a redirect; the port of the administrator's login and a DHCP client's own port count as declared. */
export function isDeclared({ protocol, port }: Pick<Listener, "protocol" | "port">, wanted: HostWanted): boolean {
  if (dhcpClients.has(`${port}/${protocol}`) || (protocol === "tcp" && port === wanted.ssh?.port)) return true;
  if (protocol === "tcp" && wanted.databases.some((database) => database.host === wanted.id && database.port === port))
    return true;
  return wanted.ports.some((one) => (one.port === port || one.to === port) && one.protocol === protocol);
}
