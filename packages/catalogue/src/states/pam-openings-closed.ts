import { defineState, type State } from "@secondlock/model";
import { opensEarly } from "../facts/pam-openings.ts";
import { type PamEntry, type PamStacks, pamStacks } from "../facts/pam-stacks.ts";

/** No line lets somebody in by one of the services without a check. */
export function pamOpeningsClosed(services: readonly string[]): State<PamStacks> {
  return defineState({
    resource: "file:/etc/pam.d/*",
    text: `take out the auth lines by which ${services.join(", ")} let somebody in without a check`,
    settings: { "auth without a check": "nowhere" },
    fact: pamStacks,
    settle: (pam) => services.reduce(closed, pam),
  });
}

function closed(pam: PamStacks, service: string): PamStacks {
  const opening = Object.hasOwn(pam.files, service) ? opensEarly(pam, service) : undefined;
  if (!opening?.certain) return pam;
  const entries = pam.files[opening.file] ?? [];
  const place = entries.indexOf(opening.entry);
  if (place === -1) return pam;
  const kept = entries.flatMap((entry, index) => (index === place ? [] : [shortened(entry, place - index)]));
  return closed({ ...pam, files: { ...pam.files, [opening.file]: kept } }, service);
}

/** `[success=2 ...]` skips one line less when one of those that it skips is gone. */
function shortened(entry: PamEntry, distance: number): PamEntry {
  const control = entry.control.replace(/\bsuccess=(\d{1,2})\b/, (jump, skipped: string) =>
    distance > 0 && Number(skipped) >= distance ? `success=${Number(skipped) - 1}` : jump,
  );
  return { ...entry, control };
}
