import { defineWays } from "@secondlock/model";
import { uptimeOf } from "./asset.ts";
import { nameOfSite } from "./declared.ts";
import { begins, notSeenYet } from "./lock.ts";

export const flood = defineWays({
  id: "flood",
  title: "More visitors than ever",
  covers: ["R133", "R138", "R142", "R205", "R206"],
  ways: ({ sites }) =>
    sites.map(nameOfSite).map((site) => ({
      id: `flood:${site}`,
      title: `${site} under the load of millions`,
      asset: uptimeOf(site),
      harm: "stop",
      locks: [
        begins("millions come at once", `path:flood-${site}`),
        notSeenYet("rate-limit", `${site} limits how much anybody may ask`, "stop", `path:limits-of-${site}`),
        notSeenYet("auto-scaling", `${site} grows with the load`, "stop", `vendor:scaling-of-${site}`),
        notSeenYet(
          "caching-proxy",
          `a proxy with caches around the world stands before ${site}`,
          "stop",
          `vendor:proxy-of-${site}`,
        ),
      ],
    })),
});
