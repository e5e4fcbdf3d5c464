import { defineBreach } from "@secondlock/model";
import { nameOfSite } from "../ways/declared.ts";
import { instances, loss } from "./instance.ts";

export const millionsAtOnce = defineBreach({
  id: "millions-at-once",
  question: "Millions come at once?",
  covers: ["R133", "R136", "R142", "R205", "R269"],
  instances: ({ sites }) =>
    instances(
      loss,
      sites.map(nameOfSite).map((site) => ({ id: site, title: site, fallen: [`path:flood-${site}`] })),
      "the service file names no site",
    ),
});
