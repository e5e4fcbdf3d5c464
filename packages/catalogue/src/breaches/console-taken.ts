import { defineBreach } from "@secondlock/model";
import { instances, misuse } from "./instance.ts";

/** Taken over by a password that is known, or by a vendor's own support that was tricked into setting one. */
export const consoleTaken = defineBreach({
  id: "console-taken",
  question: "The password of a provider's console is known?",
  covers: ["R032", "R237", "R248", "R269"],
  instances: ({ hosts, vendors }) =>
    instances(
      misuse,
      [...new Set([...hosts.map(({ vendor }) => vendor ?? "undeclared"), ...vendors.map(({ name }) => name)])].map(
        (vendor) => ({
          id: vendor,
          title: vendor === "undeclared" ? "the provider's console (the service file does not say which)" : vendor,
          fallen: [`credential:console-${vendor}`],
        }),
      ),
      "the service file names no host and no vendor",
    ),
});
