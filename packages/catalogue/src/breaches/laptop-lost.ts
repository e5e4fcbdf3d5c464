import { defineBreach } from "@secondlock/model";
import { administrators, keyHomeTitle } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

export const laptopLost = defineBreach({
  id: "laptop-lost",
  question: "An administrator's laptop or SSH key is lost?",
  covers: ["R009", "R010", "R022", "R251", "R269"],
  instances: (service) =>
    instances(
      misuse,
      administrators(service).map((person) => ({
        id: person.keyHome,
        title: keyHomeTitle(person),
        fallen: [`custody:${person.keyHome}`],
      })),
      "the service file names no host",
    ),
});
