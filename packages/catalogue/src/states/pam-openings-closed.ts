import { defineState, type State } from "@secondlock/model";
import { opensEarly } from "../facts/pam-openings.ts";
import { type PamStacks, pamStacks } from "../facts/pam-stacks.ts";
import { pamFile } from "./pam-entries.ts";
import { without } from "./pam-lines.ts";
import { entriesOf, type PamLine } from "./pam-text.ts";

/** No line lets somebody in by one of the services without a check. */
export function pamOpeningsClosed(services: readonly string[]): State<PamStacks> {
  const settle = (pam: PamStacks): PamStacks => services.reduce((files, service) => closed(files, service), pam);
  return defineState({
    resource: "file:/etc/pam.d/*",
    text: `take out the auth lines by which ${services.join(", ")} let somebody in without a check`,
    settings: { "auth without a check": "nowhere" },
    fact: pamStacks,
    settle,
    bring(_settings, pam) {
      const settled = settle(pam);
      return Object.keys(pam.files)
        .filter((file) => settled.files[file] !== pam.files[file])
        .map((file) => pamFile(file, (lines) => closedLines(lines, file, settled, services)));
    },
    costs:
      "Where a line of PAM let somebody in without a password, e.g. a script with `sudo -n`, one is asked for from now on.",
  });
}

function closed(pam: PamStacks, service: string): PamStacks {
  const opening = Object.hasOwn(pam.files, service) ? opensEarly(pam, service) : undefined;
  if (!opening?.certain) return pam;
  const lines = (pam.files[opening.file] ?? []).map((entry) => ({ entry }));
  const kept = without(lines, ({ entry }) => entry === opening.entry);
  if (kept.length === lines.length) return pam;
  return closed({ ...pam, files: { ...pam.files, [opening.file]: entriesOf(kept) } }, service);
}

/** The same in the text of one file, with the others as they will be. */
function closedLines(
  lines: readonly PamLine[],
  file: string,
  others: PamStacks,
  services: readonly string[],
): readonly PamLine[] {
  const pam = { ...others, files: { ...others.files, [file]: entriesOf(lines) } };
  for (const service of services) {
    const opening = Object.hasOwn(pam.files, service) ? opensEarly(pam, service) : undefined;
    if (opening?.certain && opening.file === file) {
      const kept = without(lines, ({ entry }) => entry === opening.entry);
      if (kept.length < lines.length) return closedLines(kept, file, others, services);
    }
  }
  return lines;
}
