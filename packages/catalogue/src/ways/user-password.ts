import { defineWays } from "@secondlock/model";
import { accountsOn } from "./asset.ts";
import { nameOfSite } from "./declared.ts";
import { begins, notSeenYet } from "./lock.ts";

export const userPassword = defineWays({
  id: "user-password",
  title: "A user's password in other hands",
  covers: ["R162", "R164", "R176"],
  ways: ({ sites }) =>
    sites.map(nameOfSite).map((site) => ({
      id: `user-password:${site}`,
      title: `login on ${site} with a user's password`,
      asset: accountsOn(site),
      harm: "change",
      locks: [
        begins("a user's password is guessed", `credential:user-password-${site}`),
        notSeenYet(
          "user-second-factor",
          `${site} asks users for a second factor`,
          "change",
          `custody:users-second-factor-${site}`,
        ),
        notSeenYet(
          "new-device-confirmed",
          `a new device on ${site} is confirmed by mail`,
          "change",
          `vendor:mail-of-${site}`,
        ),
      ],
    })),
});
