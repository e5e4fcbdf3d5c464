import { defineWays } from "@secondlock/model";
import { noticeOn } from "./asset.ts";
import { beginsOn, locksOf, notSeenYet } from "./lock.ts";

export const unnoticed = defineWays({
  id: "unnoticed",
  title: "An intruder whom nobody notices",
  covers: ["R077", "R093", "R094", "R095", "R096"],
  ways: ({ hosts }) =>
    hosts.map((host) => ({
      id: `unnoticed:${host.id}`,
      title: `moving about on ${host.id} without being noticed`,
      asset: noticeOn(host),
      harm: "unnoticed",
      locks: [
        beginsOn(host.id, `an intruder is on ${host.id}`, `path:intruder-${host.id}`),
        ...locksOf(host.id, "login-alert", "log-shipping", "file-integrity", "audit-daemon"),
        notSeenYet(
          "central-watch",
          `somewhere else notices when ${host.id} does what it never did, or falls silent`,
          "unnoticed",
          "host:central-log",
        ),
      ],
    })),
});
