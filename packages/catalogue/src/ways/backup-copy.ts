import { defineWays, type LockWanted } from "@secondlock/model";
import { dataIn, secretsIn } from "./asset.ts";
import { copiesOf, type Copy } from "./declared.ts";
import { fieldEncryption } from "./database-network.ts";
import { copyLock } from "./database-lost.ts";
import { begins, notSeenYet } from "./lock.ts";

function taken({ place, database, domains: [copy, all] }: Copy): LockWanted {
  return begins(`the copy of ${database.name} in ${place} is stolen or destroyed`, copy, ...(all ? [all] : []));
}

export const backupCopy = defineWays({
  id: "backup-copy",
  title: "A backup in other hands",
  covers: ["R110", "R111", "R117", "R118", "R121", "R129"],
  ways: (service) =>
    service.databases.flatMap((database) => {
      const copies = copiesOf(database, service);
      return copies.flatMap(
        (copy) =>
          [
            {
              id: `backup-copy:${database.name}@${copy.place}/read`,
              title: `reading the copy of ${database.name} in ${copy.place}`,
              asset: secretsIn(database),
              harm: "read",
              locks: [
                taken(copy),
                notSeenYet(
                  "backup-encrypted",
                  "backups are encrypted before they leave, for a key that lies on no server",
                  "read",
                  "credential:backup-key",
                ),
                fieldEncryption(database),
              ],
            },
            {
              id: `backup-copy:${database.name}@${copy.place}/lose`,
              title: `destroying the copy of ${database.name} in ${copy.place}`,
              asset: dataIn(database),
              harm: "lose",
              locks: [
                taken(copy),
                notSeenYet("database-live", `${database.name} itself still runs`, "lose", `host:${database.host}`),
                ...copies.filter((other) => other !== copy).map(copyLock),
              ],
            },
          ] as const,
      );
    }),
});
