import type { Inside, Outside, Verdict } from "@secondlock/model";

/** Inside x outside, exactly as the glossary says. Pure. */
export function verdictOf(inside: Inside["inside"], outside: Outside["outside"]): Verdict {
  switch (inside) {
    case "not applicable":
      return "not applicable";
    case "holds":
      if (outside === "refused") return "proven";
      return outside === "succeeded" ? "contradiction" : "claimed";
    case "broken":
      return outside === "refused" ? "luck" : "broken";
    case "unreadable":
      return outside === "succeeded" ? "broken" : "unknown";
  }
}

const worstFirst: readonly Verdict[] = [
  "contradiction",
  "broken",
  "luck",
  "unknown",
  "not seen yet",
  "claimed",
  "proven",
  "not applicable",
];

/** Smaller is worse. */
export function rank(verdict: Verdict): number {
  return worstFirst.indexOf(verdict);
}
