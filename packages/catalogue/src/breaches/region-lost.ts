import { defineBreach, type Domain, type ServiceWanted } from "@secondlock/model";
import { copiesOf, regionOf } from "../ways/declared.ts";
import { instances, loss } from "./instance.ts";

/** With the place go its hosts, and the copies that are kept there or do not say where they are. */
function fallenWith(place: Domain, service: ServiceWanted): readonly Domain[] {
  const hosts = service.hosts.filter((host) => regionOf(host) === place).map(({ id }): Domain => `host:${id}`);
  const copies = service.databases
    .flatMap((database) => copiesOf(database, service))
    .filter(({ domains }) => domains.includes(place));
  return [place, ...hosts, ...copies.map(({ domains: [copy] }) => copy)];
}

export const regionLost = defineBreach({
  id: "region-lost",
  question: "A whole region is lost?",
  covers: ["R130", "R139", "R269"],
  instances: (service) =>
    instances(
      loss,
      [...new Set(service.hosts.map(regionOf))].map((place) => {
        const name = place.slice(12);
        return {
          id: name,
          title: name === "undeclared" ? "the region (the service file does not say which)" : `the region ${name}`,
          fallen: fallenWith(place, service),
        };
      }),
      "the service file names no host",
    ),
});
