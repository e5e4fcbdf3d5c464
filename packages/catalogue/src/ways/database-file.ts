import { defineWays } from "@secondlock/model";
import { dataIn, secretsIn } from "./asset.ts";
import { fieldEncryption, confirmedFieldKey } from "./database-network.ts";
import { begins, beginsOn, lockOf, notSeenYet } from "./lock.ts";

export const databaseFile = defineWays({
  id: "database-file",
  title: "The database's files and rows, past the database",
  covers: ["R099", "R100", "R107", "R108", "R114"],
  ways: ({ databases }) =>
    databases.flatMap((database) => {
      const { name, host } = database;
      const instance = `database:${name}`;
      return [
        {
          id: `database-file:${name}/account`,
          title: `an ordinary account on ${host} reads the files of ${name}`,
          asset: dataIn(database),
          harm: "read",
          locks: [
            beginsOn(
              host,
              `an intruder has an ordinary account on ${host}`,
              `path:application-${host}`,
              `path:intruder-${host}`,
            ),
            lockOf("database-data-directory-mode", host, { instance }),
            lockOf("database-service-user-no-shell", host, { instance }),
            lockOf("backup-working-files", host),
            fieldEncryption(database),
          ],
        },
        {
          id: `database-file:${name}/disk`,
          title: `the disk of ${host} in other hands`,
          asset: secretsIn(database),
          harm: "read",
          locks: [
            begins(`the disk of ${host} is taken or thrown away`, `custody:disk-${host}`),
            lockOf("disk-encrypted", host),
            fieldEncryption(database),
          ],
        },
        {
          id: `database-file:${name}/swap`,
          title: `what was swapped out to the disk of ${host}, in other hands`,
          asset: secretsIn(database),
          harm: "read",
          locks: [
            begins(`the disk of ${host} is taken or thrown away`, `custody:disk-${host}`),
            lockOf("swap-encrypted", host),
            lockOf("disk-encrypted", host),
          ],
        },
        {
          id: `database-file:${name}/rows`,
          title: `a full dump of ${name} in other hands`,
          asset: secretsIn(database),
          harm: "read",
          locks: [
            begins(`${name} is dumped`, `custody:rows-${name}`),
            fieldEncryption(database),
            confirmedFieldKey(database),
          ],
        },
        {
          id: `database-file:${name}/passwords`,
          title: `the users' passwords out of a dump of ${name}`,
          asset: secretsIn(database),
          harm: "read",
          locks: [
            begins(`${name} is dumped`, `custody:rows-${name}`),
            notSeenYet(
              "password-hash",
              "users' passwords are hashed strongly, each with its own salt",
              "read",
              `custody:hash-${name}`,
            ),
            notSeenYet("password-pepper", "a key outside the database goes into each hash", "read", "host:confirmer"),
          ],
        },
      ] as const;
    }),
});
