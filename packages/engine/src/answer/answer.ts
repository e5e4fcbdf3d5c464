import type { Answer, Breach, Domain, ServiceWanted, Way } from "@secondlock/model";
import type { BreachAnswer } from "../audit.ts";
import { answerOf, hasHappened, holdingLocks, openBeginnings, sharedDomains } from "./bound.ts";
import { indexWays } from "./threat.ts";
import { lockReport, tellingLocks, wayReport } from "./way-report.ts";
import { weigh, type Case, type Weighing } from "./weighing.ts";

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function domainTitle(domain: Domain): string {
  return domain.slice(domain.indexOf(":") + 1);
}

function becauseNo({ way, fallen }: Case): string {
  if (hasHappened(way.asset, way.harm, fallen)) return `${way.asset.title} is lost with it`;
  const named = way.locks.some((lock) => lock.stops.includes(way.harm));
  return named ? `${way.title}: no lock is left` : `${way.title}: no lock stands in this way at all`;
}

function becauseOneLeft({ way, fallen }: Case): string {
  const locks = tellingLocks(way, fallen);
  const [beginning] = openBeginnings(way, fallen);
  if (locks.length === 0 && beginning) return `${way.title}: no lock is left, were it to begin: ${beginning.title}`;
  const [domain] = locks.length > 1 ? sharedDomains(locks, way.asset) : [];
  if (domain) return `${way.title}: ${locks.length} locks are left, and all of them fall with ${domainTitle(domain)}`;
  return `${way.title}: only one lock is left, "${locks[0]?.title ?? ""}"`;
}

function becauseNotKnown({ way, fallen }: Case, weighing: Weighing): string {
  const holding = holdingLocks(way, fallen);
  const proven = holding.filter((lock) => lock.standing === "proven").length;
  const claimed = holding.filter((lock) => lock.standing === "claimed").length;
  const { bounds } = weighing;
  return (
    `between "${bounds.proven}" and "${bounds.possible}". ${way.title}: of ${count(holding.length, "lock")} that may hold, ` +
    `${proven} proven, ${claimed} claimed, ${holding.length - proven - claimed} not seen`
  );
}

function because(answer: Answer, weakest: Case, weighing: Weighing): string {
  switch (answer) {
    case "no":
      return becauseNo(weakest);
    case "one lock left":
      return becauseOneLeft(weakest);
    case "not known":
      return becauseNotKnown(weakest, weighing);
    case "yes":
      return `two locks that share nothing are left on each of ${count(weighing.threatened, "way")}`;
  }
}

/** What nothing is threatened by is not safe from it: nobody has said what there is to lose. */
function nothingThreatened(breach: Breach, { instances, bounds }: Weighing): BreachAnswer {
  const [only] = instances;
  const worded = only && only.fallen.length === 0;
  return {
    breach: breach.id,
    question: breach.question,
    answer: "not known",
    bounds,
    instance: "nothing declared",
    locks: [],
    because: worded ? only.title : "nothing that the service file declares depends on this",
  };
}

export function answerBreach(breach: Breach, weighing: Weighing): BreachAnswer {
  const { bounds, weakest } = weighing;
  if (!weakest) return nothingThreatened(breach, weighing);
  const answer = answerOf(bounds);
  return {
    breach: breach.id,
    question: breach.question,
    answer,
    bounds,
    instance: weakest.instance.title,
    weakest: wayReport(weakest.way, weakest.fallen),
    locks: tellingLocks(weakest.way, weakest.fallen).map(lockReport),
    because: because(answer, weakest, weighing),
  };
}

export function answerBreaches(
  breaches: readonly Breach[],
  service: ServiceWanted,
  ways: readonly Way[],
): readonly BreachAnswer[] {
  const index = indexWays(ways);
  return breaches.map((breach) => answerBreach(breach, weigh(breach, service, index)));
}
