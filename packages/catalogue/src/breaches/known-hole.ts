import { defineBreach } from "@secondlock/model";
import { applicationHosts } from "../ways/declared.ts";
import { instances, misuse } from "./instance.ts";

export const knownHole = defineBreach({
  id: "known-hole",
  question: "A dependency or package has a known hole?",
  covers: ["R065", "R068", "R069", "R269"],
  instances: (service) =>
    instances(
      misuse,
      [
        ...service.hosts.map(({ id }) => ({
          id: `package@${id}`,
          title: `a package on ${id}`,
          fallen: [`path:software-${id}` as const],
        })),
        ...applicationHosts(service).map(({ id }) => ({
          id: `dependency@${id}`,
          title: `a dependency of the application on ${id}`,
          fallen: [`path:dependency-${id}` as const],
        })),
      ],
      "the service file names no host",
    ),
});
