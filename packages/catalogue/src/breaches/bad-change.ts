import { defineBreach } from "@secondlock/model";
import { instances, loss } from "./instance.ts";

export const badChange = defineBreach({
  id: "bad-change",
  question: "A change goes wrong?",
  covers: ["R002", "R134", "R139", "R269"],
  instances: ({ hosts }) =>
    instances(
      loss,
      hosts.length === 0 ? [] : [{ id: "change", title: "a change to production", fallen: ["path:change"] }],
      "the service file names no host",
    ),
});
