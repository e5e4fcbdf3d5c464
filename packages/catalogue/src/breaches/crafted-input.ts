import { defineBreach } from "@secondlock/model";
import { nameOfSite } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

export const craftedInput = defineBreach({
  id: "crafted-input",
  question: "Input carries SQL or a script?",
  covers: ["R192", "R201", "R207", "R269"],
  instances: ({ sites }) =>
    instances(
      misuse,
      sites.map(nameOfSite).map((site) => ({ id: site, title: site, fallen: [`path:input-${site}`] })),
      "the service file names no site",
    ),
});
