import { defineBreach } from "@secondlock/model";
import { nameOfSite } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

export const supportTricked = defineBreach({
  id: "support-tricked",
  question: "Support is tricked?",
  covers: ["R188", "R189", "R190", "R269"],
  instances: ({ sites }) =>
    instances(
      misuse,
      sites.map(nameOfSite).map((site) => ({
        id: site,
        title: `the support of ${site}`,
        fallen: [`person:support-of-${site}`],
      })),
      "the service file names no site, so no users who could be supported",
    ),
});
