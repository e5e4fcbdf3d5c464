import { defineWays } from "@secondlock/model";
import { accountsOn } from "./asset.ts";
import { nameOfSite } from "./declared.ts";
import { begins, notSeenYet } from "./lock.ts";

export const webSession = defineWays({
  id: "web-session",
  title: "A stolen session",
  covers: ["R177", "R178", "R180", "R187"],
  ways: ({ sites }) =>
    sites.map(nameOfSite).map((site) => ({
      id: `web-session:${site}`,
      title: `going on with a stolen session of ${site}`,
      asset: accountsOn(site),
      harm: "change",
      locks: [
        begins("a session is stolen", `credential:session-${site}`),
        notSeenYet(
          "session-binding",
          `a session of ${site} is bound to the device that began it`,
          ["read", "change"],
          `custody:users-device-${site}`,
        ),
        notSeenYet(
          "step-up",
          `what matters on ${site} asks for the second factor again`,
          ["read", "change"],
          `custody:users-second-factor-${site}`,
        ),
      ],
    })),
});
