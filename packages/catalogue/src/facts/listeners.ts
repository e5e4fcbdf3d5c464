import { defineFact, type HostWanted, known, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";
import { allOf, taggedLines } from "./tagged-lines.ts";

export interface Listener {
  readonly protocol: "tcp" | "udp";
  /** `0.0.0.0`, `::`, `*` (both), or one address. */
  readonly address: string;
  readonly port: number;
  /** Names of the programs behind it; empty when ss did not tell. */
  readonly programs: readonly string[];
  /** The unit of systemd that runs it, or that holds its socket; absent where none was found. */
  readonly unit?: string;
  /** The account that it runs as, where it has a unit. */
  readonly account?: string;
}

const mostListeners = 4_000;

// what belongs to a person's session, or to a container, is no unit that could be stopped here; asking systemctl takes
// half a second, so only where systemd itself holds a socket of the network
const script = String.raw`ss -Hltunp 2>/dev/null | awk '
match($0, /pid=[0-9]+/) { pid = substr($0, RSTART + 4, RLENGTH - 4); if (pid == 1) { held = 1; next } n++; socket[n] = $1 " " $5; of[n] = pid; pids[pid] }
END {
  stat = "stat -c \"%n %U\""
  for (pid in pids) {
    file = "/proc/" pid "/cgroup"
    while ((getline line < file) > 0) if (line ~ /^(0::|1:name=systemd:)\/system[.]slice\/(.*\/)?[^\/]*[.]service$/) { sub(/.*\//, "", line); unit[pid] = line; stat = stat " /proc/" pid; break }
    close(file)
  }
  stat = stat " 2>/dev/null"
  while ((stat | getline line) > 0) { split(line, word, " "); owner[word[1]] = word[2] }
  for (i = 1; i <= n; i++) if (of[i] in unit) print "unit", socket[i], unit[of[i]], owner["/proc/" of[i]]
  if (held) print "held"
}' | while read -r tag rest; do
  [ "$tag" = held ] || { printf '%s %s\n' "$tag" "$rest"; continue; }
  systemctl list-sockets --no-legend --no-pager 2>/dev/null | awk '$1 ~ /:[0-9]+$/ { print "unit tcp", $1, $2; print "unit udp", $1, $2 }'
done
echo end`;

/** Every socket that waits for strangers, with its program. */
export const listeners = defineFact<readonly Listener[]>({
  id: "listeners",
  title: "the sockets that wait for connections",
  reads: () => ({
    sockets: { argv: ["ss", "-Hltunp"], bytes: 512 * 1024 },
    units: { argv: ["sh", "-c", script], bytes: 256 * 1024 },
  }),
  parse(raw): Reading<readonly Listener[]> {
    const text = textOf(raw, "sockets");
    const found = text.known ? parseListeners(text.value) : text;
    const units = taggedLines(raw, "units");
    if (!found.known || !units.known) return found;
    const byPlace = unitsByPlace(allOf(units.value, "unit"));
    return known(found.value.map((one) => ({ ...one, ...byPlace.get(`${one.address} ${one.port}/${one.protocol}`) })));
  },
});

type Behind = Pick<Listener, "unit" | "account">;

/** `PROTOCOL ADDRESS:PORT UNIT ACCOUNT`, as ss and systemctl write the address. */
function unitsByPlace(rows: readonly string[]): ReadonlyMap<string, Behind> {
  return new Map(
    rows.flatMap((row) => {
      const [, protocol, host = "", port, unit, account = ""] =
        /^(tcp|udp) (\S+):(\d{1,5}) ([\w@:.\\-]{1,200}\.(?:service|socket)) ?(\S*)$/.exec(row) ?? [];
      if (unit === undefined) return [];
      const behind: Behind = { unit, ...(account === "" ? {} : { account }) };
      return [[`${plainAddress(host)} ${port}/${protocol}`, behind] as const];
    }),
  );
}

function plainAddress(host: string): string {
  return host.replace(/%.*$/, "").replace(/^\[(.*)\]$/, "$1");
}

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
    const address = plainAddress(host);
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
