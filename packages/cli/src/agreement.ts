import { onInterrupt } from "./interrupt.ts";
import { sayYes } from "./say-yes.ts";

/** Whether a person agrees: beforehand, with --yes, or when asked. */
export async function isAgreed(question: string, options: Record<string, unknown>): Promise<boolean> {
  if (options["yes"] === true) return true;
  const interrupt = onInterrupt();
  const agreed = await sayYes(question, interrupt.signal);
  interrupt.release();
  return agreed;
}
