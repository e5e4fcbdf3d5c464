import { controls } from "@secondlock/catalogue";
import { complain, type Console } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";

/** Lists the catalogue. */
export function controlsCommand(options: Record<string, unknown>, console: Console): ExitCode {
  const areas = [...new Set(controls.map(({ area }) => area))];
  const area = options["area"];
  if (typeof area === "string" && !areas.some((known) => known === area)) {
    complain(console, `there is no area ${area.slice(0, 40)}`, `use one of ${areas.join(", ")}`);
    return 2;
  }
  const chosen = controls.filter((control) => area === undefined || control.area === area);
  if (options["json"] === true) {
    const list = chosen.map(({ id, title, why, severity, area, covers, references, attempt }) => ({
      id,
      title,
      why,
      severity,
      area,
      covers,
      references,
      attempted: !("none" in attempt),
    }));
    console.out(`${JSON.stringify(list, null, 2)}\n`);
    return 0;
  }
  const width = Math.max(...chosen.map(({ id }) => id.length));
  for (const one of areas.filter((known) => area === undefined || known === area)) {
    console.out(`${one}\n`);
    for (const { id, title, severity } of chosen.filter((control) => control.area === one))
      console.out(`  ${id.padEnd(width)}  ${severity.padEnd(6)}  ${title}\n`);
    console.out("\n");
  }
  console.out(`${chosen.length} controls. secondlock explain ID tells all about one.\n`);
  return 0;
}
