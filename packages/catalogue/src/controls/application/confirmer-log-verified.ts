import { broken, byHand, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { confirmerFiles, confirmerLogVerified as lastVerified } from "../../facts/confirmer-folder.ts";
import { daysBetween } from "../../facts/days.ts";

const mostDays = 31;

export const confirmerLogVerified = defineControl({
  id: "confirmer-log-verified",
  title: "The confirmer's log was verified within a month",
  why: "It is the only place that tells of openings that nobody of yours made; a log that nobody verifies can be cut.",
  severity: "medium",
  area: "application",
  covers: ["R149", "R144"],
  applies: everyHost,
  facts: { kept: confirmerFiles, verified: lastVerified },
  verdict({ kept, verified: { at, now } }) {
    if (kept.complete && kept.files.length === 0) return notApplicable("no confirmer is on this host");
    if (at === undefined) return broken("nobody has verified it yet");
    const days = daysBetween(at, now);
    if (days === undefined || days < 0) return undecided(`it says ${at}, and the host's clock ${now}`);
    return days > mostDays ? broken(`last verified ${days} days ago`) : holds(`last verified ${days} days ago`);
  },
  attempt: { none: "its chain is verified by secondlock log verify" },
  fix: () => [
    byHand(
      "secondlock log verify --receipts FILE, with the receipts of a host, by a timer each week, and read what it says.",
    ),
  ],
  references: ["RFC 6962 section 2.1", "docs/how-to/run-a-confirmer.md"],
});
