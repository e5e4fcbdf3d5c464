import type { Audit, ControlVerdict } from "@secondlock/engine";

/** What an audit says of a rightful way in that does not work, or that it could not try. */
export const failedWayIn = /rightful way in (?:does not work|was not tried)/;

export type Outcome = ControlVerdict["outside"]["outcome"];

/** What the attempts of one control got, over all hosts and accounts on which it was tried. */
export function outcomesOf(audit: Audit, control: string): Outcome[] {
  const instances = audit.verdicts.flatMap((verdict) => (verdict.control === control ? verdict.instances : []));
  const tried = instances.map(({ outside }) => outside).filter((outcome) => outcome !== "not attempted");
  return [...new Set(tried)].toSorted();
}

export function verdictOf(audit: Audit, target: string, control: string): ControlVerdict {
  const found = audit.verdicts.find((verdict) => verdict.target === target && verdict.control === control);
  if (!found) throw new Error(`the audit has no verdict on ${control} of ${target}`);
  return found;
}

/** `app-1 ssh-no-root-login: because`, for what must not be there. */
export function titles(verdicts: readonly ControlVerdict[]): string[] {
  return verdicts.map(({ target, control, inside, outside }) =>
    [`${target} ${control}`, inside.because, outside.because].join(": "),
  );
}
