import { defineBreach } from "@secondlock/model";
import { instances, misuse } from "./instance.ts";

export const auditorKeyLost = defineBreach({
  id: "auditor-key-lost",
  question: "The key that audits without a person is stolen?",
  covers: ["R009", "R269"],
  instances: ({ hosts }) =>
    instances(
      misuse,
      [...new Set(hosts.flatMap(({ auditor }) => (auditor ? [auditor.keyHome] : [])))].map((home) => ({
        id: home,
        title: home,
        fallen: [`custody:${home}`],
      })),
      "the service file names no auditor",
    ),
});
