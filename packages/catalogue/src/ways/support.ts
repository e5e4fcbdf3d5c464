import { defineWays } from "@secondlock/model";
import { accountsOn } from "./asset.ts";
import { nameOfSite } from "./declared.ts";
import { begins, notSeenYet } from "./lock.ts";

export const support = defineWays({
  id: "support",
  title: "Support that helps the wrong person",
  covers: ["R188", "R189", "R190"],
  ways: ({ sites }) =>
    sites.map(nameOfSite).map((site) => ({
      id: `support:${site}`,
      title: `support gives somebody another user's account on ${site}`,
      asset: accountsOn(site),
      harm: "change",
      locks: [
        begins("support is tricked", `person:support-of-${site}`),
        notSeenYet(
          "support-limited",
          `support of ${site} cannot change a password or a second factor`,
          "change",
          `path:support-rights-of-${site}`,
        ),
        notSeenYet(
          "user-confirms",
          `the user of ${site} confirms each change, by a way known before`,
          "change",
          `vendor:mail-of-${site}`,
        ),
      ],
    })),
});
