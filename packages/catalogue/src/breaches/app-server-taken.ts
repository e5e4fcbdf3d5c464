import { defineBreach, type HostWanted, type ServiceWanted } from "@secondlock/model";
import { dataIn, rootOf, secretsIn } from "../ways/asset.ts";
import { applicationHosts, databasesOf } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

function hostsBehind({ hosts }: ServiceWanted): ReadonlyMap<string, readonly HostWanted[]> {
  return Map.groupBy(
    hosts.filter(({ via }) => via !== undefined),
    ({ via }) => via ?? "",
  );
}

/** Root on the host is lost already; the question is what else goes: the databases it talks to, the hosts behind it. */
function beyond(host: HostWanted, service: ServiceWanted, behind: readonly HostWanted[]): readonly string[] {
  const databases = databasesOf(host, service).flatMap((database) => [dataIn(database).id, secretsIn(database).id]);
  return [...databases, ...behind.map((other) => rootOf(other).id)];
}

export const appServerTaken = defineBreach({
  id: "app-server-taken",
  question: "The application server is taken over?",
  covers: ["R033", "R058", "R225", "R269"],
  instances: (service) => {
    const hosts = applicationHosts(service);
    const behind = hostsBehind(service);
    return instances(
      misuse,
      [
        ...hosts.flatMap((host) => [
          {
            id: `${host.id}/application`,
            title: `the application on ${host.id}`,
            fallen: [`path:application-${host.id}` as const],
          },
          {
            id: `${host.id}/account`,
            title: `an ordinary account on ${host.id}`,
            fallen: [`path:intruder-${host.id}` as const],
          },
          {
            id: `${host.id}/root`,
            title: `root on ${host.id}`,
            fallen: [`host:${host.id}` as const],
            assets: beyond(host, service, behind.get(host.id) ?? []),
          },
        ]),
        ...(hosts.length > 0 && service.hosts.length > 1
          ? [{ id: "inside", title: "a host of ours, as a stepping stone", fallen: ["path:inside" as const] }]
          : []),
      ],
      "the service file names no host of the application",
    );
  },
});
