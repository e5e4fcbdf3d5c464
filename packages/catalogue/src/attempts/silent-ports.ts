import { type Attempt, defineAttempt, type Family, type HostWanted, type Seen, type Vantage } from "@secondlock/model";

const families: readonly Family[] = [4, 6];

/** Connects to the usual ports: none may be open that the service file does not declare for this place. */
export function undeclaredPorts(only: readonly Family[] = families): Attempt {
  return defineAttempt({
    id: `undeclared-ports-${only.join("-")}`,
    title: "connect to the usual ports; none may be open that is not declared",
    from: ["operator", "stranger", "other hosts"],
    unless: "the service file does not declare the ports of this host",
    probes: (wanted) =>
      wanted.portsDeclared ? only.map((family) => ({ kind: "tcp-ports", family, ports: "usual" })) : [],
    judge(seen, { wanted, vantage }) {
      const open = openPorts(seen, (port) => !mayReach(wanted, port, vantage));
      const { tried, silent } = counts(seen);
      if (open.length > 0)
        return { outside: "succeeded", because: `open and not declared for this place: ${open.join(", ")}` };
      if (!seesThatFar(seen, wanted, vantage)) return { outside: "inconclusive", because: blind };
      return { outside: "refused", because: `of ${tried} ports only declared ones are open, ${silent} are silent` };
    },
  });
}

/** The same, and closed ports must be silent: an answer comes from the kernel behind, or from a rule that refuses aloud. */
export function silentPorts(only: readonly Family[] = families): Attempt {
  return defineAttempt({
    ...undeclaredPorts(only),
    id: `silent-ports-${only.join("-")}`,
    title: "connect to the usual ports; those that are not declared must not answer",
    judge(seen, context) {
      const open = undeclaredPorts(only).judge(seen, context);
      if (open.outside !== "refused") return open;
      const { refused, tried } = counts(seen);
      const declared = (context.wanted.ports.length + 1) * Math.max(seen.length, 1);
      return refused > declared
        ? {
            outside: "inconclusive",
            because: `${refused} of ${tried} ports answer that they are closed, so packets to them come through`,
          }
        : { outside: "refused", because: `${tried - refused} of ${tried} ports stay silent or are declared` };
    },
  });
}

/** Closed ports must be silent, and one that answers is the finding itself. */
export function noRefusals(): Attempt {
  return defineAttempt({
    ...silentPorts(),
    id: "no-refusals",
    judge(seen, context) {
      const judged = silentPorts().judge(seen, context);
      return judged.outside === "inconclusive" && judged.because !== blind
        ? { ...judged, outside: "succeeded" }
        : judged;
    },
  });
}

/**
 * A port that is open over one of IPv4 and IPv6, is not declared, and meets silence over the other. An answer that it is
 * closed tells of a program that waits at one address only, which is no matter of the firewall.
 */
export function openOverOneOnly(): Attempt {
  return defineAttempt({
    ...undeclaredPorts(),
    id: "unequal-ports",
    title: "find a port that is shut over IPv4 and open over IPv6, or the other way round",
    judge(seen, { wanted, vantage }) {
      const found = ([4, 6] as const).flatMap((family) => {
        const other = ofFamily(seen, family === 4 ? 6 : 4);
        const { refused, silent } = counts(other);
        if (silent <= refused) return [];
        const shut = (port: number): boolean =>
          !other.some(({ observation }) => observation.kind === "tcp-ports" && observation.open.includes(port));
        return openPorts(ofFamily(seen, family), (port) => shut(port) && !mayReach(wanted, port, vantage));
      });
      if (found.length > 0)
        return { outside: "succeeded", because: `open over one of IPv4 and IPv6 only: ${found.join(", ")}` };
      if (families.some((family) => ofFamily(seen, family).length === 0))
        return { outside: "inconclusive", because: "only one of IPv4 and IPv6 could be tried from here" };
      return seesThatFar(seen, wanted, vantage)
        ? { outside: "refused", because: "no port is open over one of IPv4 and IPv6 only" }
        : { outside: "inconclusive", because: blind };
    },
  });
}

function ofFamily(seen: readonly Seen[], family: Family): readonly Seen[] {
  return seen.filter(({ probe }) => probe.kind === "tcp-ports" && probe.family === family);
}

function openPorts(seen: readonly Seen[], unwanted: (port: number) => boolean): readonly string[] {
  return seen.flatMap(({ address, observation }) =>
    observation.kind === "tcp-ports" ? observation.open.filter(unwanted).map((port) => `${port} at ${address}`) : [],
  );
}

function counts(seen: readonly Seen[]): { readonly tried: number; readonly refused: number; readonly silent: number } {
  let [tried, refused, silent] = [0, 0, 0];
  for (const { observation } of seen) {
    if (observation.kind !== "tcp-ports") continue;
    tried += observation.tried;
    refused += observation.refused;
    silent += observation.silent;
  }
  return { tried, refused, silent };
}

const blind = "not one port that has to be open for this place answers, so silence tells nothing";

/**
 * A place that was banned, or may send nothing out, meets silence everywhere: only where a port that has to be open is
 * seen open do the closed ones prove anything. Where none has to be, nothing can be asked for.
 */
function seesThatFar(seen: readonly Seen[], wanted: HostWanted, vantage: Vantage): boolean {
  const host = vantage.startsWith("host:") ? vantage.slice("host:".length) : undefined;
  const declared = wanted.ports
    .filter(
      ({ protocol, from }) =>
        protocol === "tcp" && (from === "anywhere" || (host !== undefined && from.includes(host))),
    )
    .map(({ port }) => port);
  const login = vantage === "operator" && wanted.via === undefined && wanted.ssh ? [wanted.ssh.port] : [];
  const open = new Set([...declared, ...login]);
  return (
    open.size === 0 ||
    seen.some(({ observation }) => observation.kind === "tcp-ports" && observation.open.some((port) => open.has(port)))
  );
}

/** Whether the service file lets this vantage reach the port. */
function mayReach(wanted: HostWanted, port: number, vantage: Vantage): boolean {
  const host = vantage.startsWith("host:") ? vantage.slice("host:".length) : undefined;
  if (port === wanted.ssh?.port && (vantage === "operator" || !wanted.ports.some((one) => one.port === port)))
    return true;
  if (
    host !== undefined &&
    wanted.databases.some(
      (database) => database.host === wanted.id && database.port === port && database.clients.includes(host),
    )
  )
    return true;
  return wanted.ports.some(
    (one) =>
      one.port === port &&
      one.protocol === "tcp" &&
      (one.from === "anywhere" || (host !== undefined && one.from.includes(host))),
  );
}
