import { defineWays } from "@secondlock/model";
import { codeOn, rootOf, secretsIn } from "./asset.ts";
import { applicationHosts, databasesOf } from "./declared.ts";
import { confirmedFieldKey } from "./database-network.ts";
import { begins, locksOf, notSeenYet } from "./lock.ts";

/** Code of others runs with the rights of the application. */
export const dependency = defineWays({
  id: "dependency",
  title: "A dependency with a known hole",
  covers: ["R054", "R068", "R069", "R233"],
  ways: (service) =>
    applicationHosts(service).flatMap((host) => {
      const known = begins("a dependency of the application has a known hole", `path:dependency-${host.id}`);
      const scanned = notSeenYet(
        "dependency-scan",
        "dependencies with known holes are found and replaced within days",
        ["read", "change"],
        "vendor:advisories",
      );
      return [
        {
          id: `dependency:${host.id}/root`,
          title: `a dependency takes over ${host.id}`,
          asset: rootOf(host),
          harm: "change" as const,
          locks: [known, scanned, ...locksOf(host.id, "application-own-user")],
        },
        {
          id: `dependency:${host.id}/code`,
          title: `a dependency stays in the code on ${host.id}`,
          asset: codeOn(host),
          harm: "change" as const,
          locks: [known, scanned, ...locksOf(host.id, "application-code-read-only")],
        },
        ...databasesOf(host, service).map((database) => ({
          id: `dependency:${host.id}/${database.name}`,
          title: `a dependency on ${host.id} sends away the secret fields in ${database.name}`,
          asset: secretsIn(database),
          harm: "read" as const,
          locks: [known, scanned, ...locksOf(host.id, "outbound-restricted"), confirmedFieldKey(database)],
        })),
      ];
    }),
});
