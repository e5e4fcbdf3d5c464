import { defineBreach } from "@secondlock/model";
import { administrators, personTitle } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

export const someoneLeaves = defineBreach({
  id: "someone-leaves",
  question: "Someone leaves?",
  covers: ["R011", "R030", "R261", "R269"],
  instances: (service) =>
    instances(
      misuse,
      administrators(service).map((person) => ({
        id: person.name,
        title: personTitle(person),
        fallen: [`person:${person.name}/left`],
      })),
      "the service file names no host",
    ),
});
