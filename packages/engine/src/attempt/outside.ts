import type { Attempt, HostWanted, Instance, Outside, Seen, Vantage } from "@secondlock/model";

/** What was seen from one vantage. */
export interface VantageSeen {
  readonly vantage: Vantage;
  readonly seen: readonly Seen[];
}

/**
 * The outcome over all vantages: one that gets in decides; then, while the rightful way in works, those that were refused,
 * for each proves what it can see; inconclusive when none was. Pure.
 */
export function outsideOf(
  attempt: Attempt,
  wanted: HostWanted,
  instance: Instance,
  from: readonly VantageSeen[],
  rightful: RightfulWay,
): Outside {
  const judged = from.map(({ vantage, seen }) => ({
    vantage,
    ...judgeVantage(attempt, wanted, instance, vantage, seen),
  }));
  const pick = (outcome: "succeeded" | "inconclusive" | "refused"): typeof judged =>
    judged.filter(({ outside }) => outside === outcome);
  const said = (some: typeof judged): { because: string; vantages: readonly Vantage[] } => ({
    because: [...Map.groupBy(some, ({ because }) => because)]
      .map(([because, same]) => `from ${same.map(({ vantage }) => vantage).join(", ")}: ${because}`)
      .join("; "),
    vantages: some.map(({ vantage }) => vantage),
  });
  const succeeded = pick("succeeded");
  if (succeeded.length > 0) return { outside: "succeeded", ...said(succeeded) };
  if (!rightful.works)
    return { outside: "inconclusive", because: rightful.because, vantages: judged.map(({ vantage }) => vantage) };
  const refused = pick("refused");
  // one vantage that saw nothing does not undo what another one proved: each proves only what it can see. But a host of
  // ours may be named in an allow-list, or be shut out on its own: it stands for no attacker where the operator could look.
  const attackers = refused.some(({ vantage }) => vantage === "operator" || vantage === "stranger");
  const operatorLooked = judged.some(({ vantage }) => vantage === "operator");
  if (refused.length > 0 && (attackers || !operatorLooked)) return { outside: "refused", ...said(refused) };
  return { outside: "inconclusive", ...said(pick("inconclusive")) };
}

/** The positive check: whether the rightful way in still works. */
export interface RightfulWay {
  readonly works: boolean;
  readonly because: string;
}

/** A way in that is closed where it was tried may be open where it was not: that is nothing to call broken. Pure. */
export function rightfulWay(
  title: string,
  came: "through" | "not through" | "untried",
  untried: readonly string[],
): RightfulWay {
  if (came === "through") return { works: true, because: title };
  const elsewhere = `was not tried at ${untried.join(", ")}, which nothing shows to be ours from there`;
  const said = came === "untried" ? [] : [untried.length === 0 ? "does not work" : "does not work where it was tried"];
  return {
    works: false,
    because: `the rightful way in ${[...said, ...(untried.length === 0 ? [] : [elsewhere])].join(", and ") || "was not tried"}: ${title}`,
  };
}

function judgeVantage(
  attempt: Attempt,
  wanted: HostWanted,
  instance: Instance,
  vantage: Vantage,
  seen: readonly Seen[],
): { outside: "refused" | "succeeded" | "inconclusive"; because: string } {
  const answered = seen.filter(({ observation }) => observation.kind !== "closed" && observation.kind !== "failed");
  const judged = answered.length === 0 ? undefined : attempt.judge(answered, { wanted, instance, vantage });
  if (judged?.outside === "succeeded") return judged;
  const failure = seen.find(({ observation }) => observation.kind === "failed");
  if (failure?.observation.kind === "failed")
    return { outside: "inconclusive", because: `${failure.observation.because} (${failure.address})` };
  return (
    judged ?? {
      outside: "refused",
      because: `nothing answers at ${[...new Set(seen.map(({ address }) => address))].join(", ")}`,
    }
  );
}
