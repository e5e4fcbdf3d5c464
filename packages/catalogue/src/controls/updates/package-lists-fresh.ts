import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { pendingUpdates } from "../../facts/pending-updates.ts";

const mostHours = 48;

export const packageListsFresh = defineControl({
  id: "package-lists-fresh",
  title: "The package lists are less than two days old",
  why: "A host that cannot reach its archive believes that it is up to date.",
  severity: "medium",
  area: "updates",
  covers: ["R065", "R076"],
  applies: everyHost,
  facts: { updates: pendingUpdates },
  verdict({ updates: { listHours } }) {
    if (listHours === undefined) return broken("the host has no package lists");
    return listHours <= mostHours
      ? holds(`fetched ${listHours} hours ago`)
      : broken(`the newest list is ${Math.floor(listHours / 24)} days old`);
  },
  attempt: { none: "the age of a list shows only on the host" },
  fix: () => [byHand("Run apt-get update, and see why the daily run (apt-daily.service) does not.")],
  references: ["man apt.systemd.daily"],
});
