import { defineBreach } from "@secondlock/model";
import { nameOfSite } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

export const userPasswordGuessed = defineBreach({
  id: "user-password-guessed",
  question: "A user's password is guessed?",
  covers: ["R164", "R176", "R269"],
  instances: ({ sites }) =>
    instances(
      misuse,
      sites.map(nameOfSite).map((site) => ({ id: site, title: site, fallen: [`credential:user-password-${site}`] })),
      "the service file names no site",
    ),
});
