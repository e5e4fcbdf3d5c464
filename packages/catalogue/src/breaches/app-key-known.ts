import { defineBreach } from "@secondlock/model";
import { nameOfSite } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

export const appKeyKnown = defineBreach({
  id: "app-key-known",
  question: "The application's secret key is known?",
  covers: ["R144", "R269"],
  instances: ({ sites }) =>
    instances(
      misuse,
      sites.map(nameOfSite).map((site) => ({
        id: site,
        title: `${site}, its key copied from where it lies`,
        fallen: [`credential:app-key-${site}`],
      })),
      "the service file names no site",
    ),
});
