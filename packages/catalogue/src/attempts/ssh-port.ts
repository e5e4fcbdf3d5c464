import { type Attempt, defineAttempt, type Family, type HostWanted, type Vantage } from "@secondlock/model";

const families: readonly Family[] = [4, 6];

/** Connects to the port of SSH from where no administrator works. */
export function sshPort(): Attempt {
  return defineAttempt({
    id: "ssh-port",
    title: "connect to the port of SSH from a place that is not named",
    from: ["stranger", "other hosts"],
    unless: "the service file names no SSH login for this host, or this place may come in",
    probes: (wanted, _instance, vantage) =>
      wanted.ssh === undefined || isNamed(wanted, wanted.ssh.port, vantage)
        ? []
        : families.map((family) => ({
            kind: "tcp-ports",
            family,
            ports: [...new Set([wanted.ssh?.port ?? 22, ...openToAll(wanted)])],
          })),
    judge(seen, { wanted }) {
      const port = wanted.ssh?.port ?? 22;
      const open = seen.flatMap(({ address, observation }) =>
        observation.kind === "tcp-ports" && observation.open.includes(port) ? [address] : [],
      );
      if (open.length > 0)
        return { outside: "succeeded", because: `port ${port} opens at ${[...new Set(open)].join(", ")}` };
      const must = openToAll(wanted);
      const sees = seen.some(
        ({ observation }) => observation.kind === "tcp-ports" && observation.open.some((one) => must.includes(one)),
      );
      return must.length === 0 || sees
        ? { outside: "refused", because: `port ${port} does not open` }
        : { outside: "inconclusive", because: `not even port ${must[0]} answers this place, so silence tells nothing` };
    },
  });
}

/** A place that was banned, or may send nothing out, meets silence everywhere: these ports show whether it sees. */
function openToAll({ ports }: HostWanted): readonly number[] {
  return ports.flatMap(({ port, protocol, from }) => (protocol === "tcp" && from === "anywhere" ? [port] : []));
}

function isNamed({ ports }: HostWanted, port: number, vantage: Vantage): boolean {
  const from = ports.find((one) => one.port === port && one.protocol === "tcp")?.from;
  return vantage.startsWith("host:") && Array.isArray(from) && from.includes(vantage.slice("host:".length));
}
