import { defineBreach } from "@secondlock/model";
import { instances } from "./instance.ts";

export const intruderInside = defineBreach({
  id: "intruder-inside",
  question: "An intruder is inside: would you notice?",
  covers: ["R077", "R093", "R094", "R095", "R269"],
  instances: ({ hosts }) =>
    instances(
      ["unnoticed"],
      hosts.map(({ id }) => ({ id, title: `an intruder on ${id}`, fallen: [`path:intruder-${id}`] })),
      "the service file names no host",
    ),
});
