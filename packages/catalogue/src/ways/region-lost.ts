import { defineWays, type Domain, type HostWanted } from "@secondlock/model";
import { uptimeOf } from "./asset.ts";
import { regionOf, vendorOf } from "./declared.ts";
import { begins, notSeenYet } from "./lock.ts";

function placeTitle(place: Domain): string {
  const kind = place.startsWith("vendor:") ? "the provider" : "the region";
  const name = place.replace(/^(vendor:|path:region-)/, "");
  return name === "undeclared" ? `${kind} (not declared)` : `${kind} ${name}`;
}

/** The others that could go on: one lock per other place, for any of them may be enough. */
function elsewhere(hosts: readonly HostWanted[], placeOf: (host: HostWanted) => Domain, lost: Domain) {
  return [...new Set(hosts.map(placeOf))]
    .filter((place) => place !== lost)
    .map((place) => notSeenYet("failover", `the service goes on in ${placeTitle(place)}`, "stop", place));
}

export const regionLost = defineWays({
  id: "region-lost",
  title: "A whole region or provider is gone",
  covers: ["R130", "R131", "R139", "R235"],
  ways: ({ hosts }) => {
    const places = [...new Set(hosts.flatMap((host) => [regionOf(host), vendorOf(host)]))];
    return places.map((place) => ({
      id: `region-lost:${place}`,
      title: `the service stops with ${placeTitle(place)}`,
      asset: uptimeOf("the service"),
      harm: "stop",
      locks: [
        begins("the place is gone", place),
        ...elsewhere(hosts, place.startsWith("vendor:") ? vendorOf : regionOf, place),
        notSeenYet(
          "rebuild-elsewhere",
          "everything is rebuilt from code at another place, as drilled",
          "stop",
          "path:rebuild",
        ),
      ],
    }));
  },
});
