import {
  type Attempt,
  defineAttempt,
  type Family,
  type HostWanted,
  type Instance,
  type Probe,
  type Vantage,
} from "@secondlock/model";
import { declaredDatabase } from "../facts/database-verdict.ts";

const families: readonly Family[] = [4, 6];

/** Connects to the database's port from where no client is: nothing may answer. From a client it must open. */
export const databasePort: Attempt = defineAttempt({
  id: "database-port",
  title: "connect to the database's port from a place that is no client",
  from: ["operator", "stranger", "other hosts"],
  unless: "this place is a declared client, or no database is declared here",
  probes: (wanted, instance, vantage) => (isClient(wanted, instance, vantage) ? [] : portProbes(wanted, instance)),
  judge(seen, { wanted, instance }) {
    const port = declaredDatabase(wanted, instance)?.port ?? 0;
    const open = seen
      .filter(({ observation }) => observation.kind === "tcp-ports" && observation.open.includes(port))
      .map(({ address }) => address);
    return open.length > 0
      ? {
          outside: "succeeded",
          because: `port ${port} opens at ${[...new Set(open)].join(", ")} for a place that is no client`,
        }
      : { outside: "refused", because: `port ${port} does not open` };
  },
  positive: {
    title: "a declared client reaches the database's port",
    probes: (wanted, instance) => portProbes(wanted, instance).slice(0, 1),
    works: (seen) => seen.some(({ observation }) => observation.kind === "tcp-ports" && observation.open.length > 0),
  },
});

function portProbes(wanted: HostWanted, instance: Instance): readonly Probe[] {
  const port = declaredDatabase(wanted, instance)?.port;
  return port === undefined ? [] : families.map((family) => ({ kind: "tcp-ports", family, ports: [port] }));
}

function isClient(wanted: HostWanted, instance: Instance, vantage: Vantage): boolean {
  const host = vantage.startsWith("host:") ? vantage.slice("host:".length) : undefined;
  return host !== undefined && (declaredDatabase(wanted, instance)?.clients.includes(host) ?? false);
}
