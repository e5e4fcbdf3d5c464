import type { Standing, Verdict } from "@secondlock/model";

/**
 * How a lock stands, given the verdict of the control behind it.
 * Not applicable is `down`: what does not apply stops nobody, so the way has to hold without it.
 * A way that does not exist on a host (no site, no database) is left out by its family, not by a verdict.
 * Luck is `down`: the attempt was refused by something that nobody declared and nobody would miss.
 */
export function standingOf(verdict: Verdict): Standing {
  switch (verdict) {
    case "proven":
      return "proven";
    case "claimed":
      return "claimed";
    case "unknown":
    case "not seen yet":
      return "unseen";
    case "broken":
    case "contradiction":
    case "luck":
    case "not applicable":
      return "down";
  }
}
