import { defineBreach } from "@secondlock/model";
import { copiesOf } from "../ways/declared.ts";
import { instances } from "./instance.ts";

export const backupStolen = defineBreach({
  id: "backup-stolen",
  question: "A backup or a disk is stolen?",
  covers: ["R108", "R110", "R129", "R269"],
  instances: (service) =>
    instances(
      ["read", "lose"],
      service.databases.flatMap((database) => [
        ...copiesOf(database, service).map(({ place, domains: [copy] }) => ({
          id: `${database.name}@${place}`,
          title: `the copy of ${database.name} in ${place}`,
          fallen: [copy],
        })),
        {
          id: `disk@${database.host}`,
          title: `the disk of ${database.host}`,
          fallen: [`custody:disk-${database.host}` as const],
        },
      ]),
      "the service file names no database",
    ),
});
