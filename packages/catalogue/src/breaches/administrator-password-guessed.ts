import { defineBreach } from "@secondlock/model";
import { administrators, personTitle } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

export const administratorPasswordGuessed = defineBreach({
  id: "administrator-password-guessed",
  question: "An administrator's password is guessed?",
  covers: ["R005", "R007", "R014", "R019", "R022", "R269"],
  instances: (service) => {
    const people = administrators(service);
    return instances(
      misuse,
      people.length === 0
        ? []
        : [
            ...people.map((person) => ({
              id: `person:${person.name}`,
              title: `the password of ${personTitle(person)}`,
              fallen: [`credential:password-${person.name}` as const],
            })),
            { id: "root", title: "the password of root", fallen: ["credential:password-root" as const] },
            { id: "empty", title: "no password at all", fallen: ["credential:password-empty" as const] },
          ],
      "the service file names no host",
    );
  },
});
