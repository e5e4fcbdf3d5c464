import type { Audit, TargetReport } from "../audit.ts";
import { hanging, type Paper } from "./paper.ts";
import { listOf } from "./words.ts";

const mostReasons = 8;
const mostNamed = 3;

/** Nothing was read of any host, and nothing got in from outside: all that there is to tell is why. Pure. */
export function isUnread({ targets, verdicts }: Pick<Audit, "targets" | "verdicts">): boolean {
  return (
    targets.length > 0 &&
    targets.every(({ state }) => state === "unreachable") &&
    verdicts.every(({ outside }) => outside.outcome !== "succeeded")
  );
}

/** Each reason with its hosts, and what to do about it. */
export function unreadLines(paper: Paper, targets: readonly TargetReport[]): readonly string[] {
  const reasons = Map.groupBy(targets, ({ because = "no reason given" }) => because);
  const ranked = [...reasons].toSorted(([, one], [, other]) => other.length - one.length);
  const more = ranked.slice(mostReasons).reduce((sum, [, { length }]) => sum + length, 0);
  return [
    ...ranked.slice(0, mostReasons).flatMap(([reason, some]) => {
      const [because = "", ...hints] = reason.split(/;? hint: /);
      const hosts = listOf(
        some.map(({ id }) => id),
        mostNamed,
      );
      return [
        "",
        ...hanging(paper, "  not read: ", `${hosts}: ${because}`, { lead: "bad" }),
        ...hints.flatMap((hint) => hanging(paper, "  Next: ", hint, { lead: "strong" })),
      ];
    }),
    ...(more === 0 ? [] : ["", `  and ${more.toLocaleString("en-GB")} more for other reasons`]),
  ];
}
