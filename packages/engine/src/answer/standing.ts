import type { Standing, Verdict } from "@secondlock/model";
import type { InstanceVerdict } from "../audit.ts";

/**
 * How the lock of one instance stands. Where the thing itself is not on the host (no SSH server), nobody comes in by it:
 * the inside says so, and nothing has tested it.
 */
export function standingOfInstance({ verdict, absent }: Pick<InstanceVerdict, "verdict" | "absent">): Standing {
  return absent === true ? "claimed" : standingOf(verdict);
}

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
