import { defineBreach } from "@secondlock/model";
import { instances, misuse } from "./instance.ts";

export const apiKeyStolen = defineBreach({
  id: "api-key-stolen",
  question: "An API key is stolen?",
  covers: ["R143", "R148", "R269"],
  instances: ({ secrets }) =>
    instances(
      misuse,
      secrets.map((id) => ({ id, title: `${id}, from where it lies`, fallen: [`credential:secret-${id}`] })),
      "the service file names no secret",
    ),
});
