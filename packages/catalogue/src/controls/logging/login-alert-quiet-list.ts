import { byHand, defineControl, everyHost, nothingThere } from "@secondlock/model";
import { alertChannels } from "../../facts/alert-channels.ts";
import { quietFaults } from "../../facts/alert-verdict.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { alertsCarried } from "../../states/login-alerts.ts";

export const loginAlertQuietList = defineControl({
  id: "login-alert-quiet-list",
  title: "Logins go unannounced only from single, exact addresses",
  why: "A pattern that fits more than it means, or that others can extend, lets an intruder log in without a word.",
  severity: "medium",
  area: "logging",
  covers: ["R082"],
  applies: everyHost,
  facts: { channels: alertChannels },
  verdict({ channels: { quietLists } }) {
    if (quietLists.length === 0) return nothingThere("no alert on this host has a quiet list");
    const entries = quietLists.reduce((sum, list) => sum + list.entries.length, 0);
    return brokenBy(
      quietLists.flatMap(quietFaults),
      "not exact, or open to others",
      `${entries} exact entries, for root only`,
    );
  },
  attempt: { none: "a login from a listed address would have to be made from there" },
  fix: ({ alerts }) => [
    ...(alerts === undefined ? [] : [alertsCarried(alerts)]),
    byHand(
      String.raw`Write each address out with something firm on both sides (from 10\.0\.0\.5 port), note the reason beside it in the service's records, and give the file to root with mode 0600.`,
    ),
  ],
  references: ["https://mmonit.com/monit/documentation/monit.html#FILE-CONTENT-TESTING", "CWE-625"],
});
