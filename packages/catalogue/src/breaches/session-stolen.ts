import { defineBreach } from "@secondlock/model";
import { nameOfSite } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

export const sessionStolen = defineBreach({
  id: "session-stolen",
  question: "A session is stolen?",
  covers: ["R178", "R180", "R269"],
  instances: ({ sites }) =>
    instances(
      misuse,
      sites.map(nameOfSite).map((site) => ({ id: site, title: site, fallen: [`credential:session-${site}`] })),
      "the service file names no site",
    ),
});
