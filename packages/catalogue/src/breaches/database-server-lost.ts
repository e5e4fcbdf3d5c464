import { defineBreach } from "@secondlock/model";
import { instances, loss } from "./instance.ts";

export const databaseServerLost = defineBreach({
  id: "database-server-lost",
  question: "The database server is lost?",
  covers: ["R109", "R128", "R131", "R135", "R269"],
  instances: ({ databases }) =>
    instances(
      loss,
      [...new Set(databases.map(({ host }) => host))].map((host) => ({
        id: host,
        title: host,
        fallen: [`host:${host}`],
      })),
      "the service file names no database",
    ),
});
