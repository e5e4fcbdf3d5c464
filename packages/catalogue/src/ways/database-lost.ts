import { defineWays, type DatabaseWanted, type LockWanted, type ServiceWanted } from "@secondlock/model";
import { dataIn, uptimeOf } from "./asset.ts";
import { copiesOf, type Copy } from "./declared.ts";
import { begins, notSeenYet } from "./lock.ts";

/** For losing, a copy is the lock; one that was never restored is a hope. */
export function copyLock({ place, database, domains }: Copy): LockWanted {
  return notSeenYet(
    `backup-restored:${place}`,
    `a copy of ${database.name} in ${place} that was restored in a drill`,
    ["lose", "stop"],
    ...domains,
  );
}

function copies(database: DatabaseWanted, service: ServiceWanted): readonly LockWanted[] {
  return copiesOf(database, service).map(copyLock);
}

export const databaseLost = defineWays({
  id: "database-lost",
  title: "The database's host is gone",
  covers: ["R109", "R128", "R129", "R130", "R131"],
  ways: (service) =>
    service.databases.flatMap(
      (database) =>
        [
          {
            id: `database-lost:${database.name}/data`,
            title: `the data in ${database.name} goes with ${database.host}${database.backups.length === 0 ? ", for no backup is declared" : ""}`,
            asset: dataIn(database),
            harm: "lose",
            locks: [begins(`${database.host} is gone`, `host:${database.host}`), ...copies(database, service)],
          },
          {
            id: `database-lost:${database.name}/service`,
            title: `the service stops with ${database.host}`,
            asset: uptimeOf(database.name),
            harm: "stop",
            locks: [
              begins(`${database.host} is gone`, `host:${database.host}`),
              notSeenYet(
                "replica",
                `a replica of ${database.name} takes over`,
                "stop",
                `host:replica-${database.name}`,
              ),
              notSeenYet(
                "rebuild",
                `${database.name} is rebuilt from code and a backup in time`,
                "stop",
                "path:rebuild",
              ),
            ],
          },
        ] as const,
    ),
});
