import { defineBreach } from "@secondlock/model";
import { instances, misuse } from "./instance.ts";

export const databaseDumped = defineBreach({
  id: "database-dumped",
  question: "The database is dumped?",
  covers: ["R107", "R167", "R269"],
  instances: ({ databases }) =>
    instances(
      misuse,
      databases.map(({ name }) => ({ id: name, title: `a dump of ${name}`, fallen: [`custody:rows-${name}`] })),
      "the service file names no database",
    ),
});
