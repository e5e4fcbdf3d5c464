import { defineBreach, type Domain, type ServiceWanted } from "@secondlock/model";
import { copiesOf, vendorOf } from "../ways/declared.ts";
import { instances, loss } from "./instance.ts";

/** With the place go its hosts, and the copies that are kept there or do not say where they are. */
function fallenWith(place: Domain, service: ServiceWanted): readonly Domain[] {
  const hosts = service.hosts.filter((host) => vendorOf(host) === place).map(({ id }): Domain => `host:${id}`);
  const copies = service.databases
    .flatMap((database) => copiesOf(database, service))
    .filter(({ domains }) => domains.includes(place));
  return [place, ...hosts, ...copies.map(({ domains: [copy] }) => copy)];
}

export const providerLost = defineBreach({
  id: "provider-lost",
  question: "The provider is lost?",
  covers: ["R130", "R141", "R269"],
  instances: (service) =>
    instances(
      loss,
      [...new Set(service.hosts.map(vendorOf))].map((place) => {
        const name = place.slice(7);
        return {
          id: name,
          title: name === "undeclared" ? "the provider (the service file does not say which)" : `the provider ${name}`,
          fallen: fallenWith(place, service),
        };
      }),
      "the service file names no host",
    ),
});
