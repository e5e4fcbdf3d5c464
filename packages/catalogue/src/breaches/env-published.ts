import { defineBreach } from "@secondlock/model";
import { applicationHosts } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

export const envPublished = defineBreach({
  id: "env-published",
  question: "The .env file is published?",
  covers: ["R145", "R146", "R269"],
  instances: (service) =>
    instances(
      misuse,
      applicationHosts(service).map(({ id }) => ({
        id,
        title: `the .env file of ${id}`,
        fallen: [`custody:env-${id}`],
      })),
      "the service file names no host of the application",
    ),
});
