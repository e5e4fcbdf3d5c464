import type { AnyControl } from "@secondlock/model";
import { fixText } from "@secondlock/engine";
import { exampleHost } from "@secondlock/catalogue/testing";

/** Text of docs/controls.md. */
export function controlsPage(controls: readonly AnyControl[]): string {
  const areas = [...new Set(controls.map(({ area }) => area))].toSorted();
  const attempted = controls.filter(({ attempt }) => !("none" in attempt)).length;
  const sections = areas.map((area) => {
    const some = controls.filter((control) => control.area === area).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return `## ${area}\n\n${some.map(entry).join("\n")}`;
  });
  return `# Controls\n\nMade by \`npm run generate\`. ${controls.length} controls, ${attempted} of them with an attempt from outside. \`secondlock explain ID\` prints more on each.\n\n${sections.join("\n\n")}\n`;
}

function entry(control: AnyControl): string {
  const { attempt } = control;
  return [
    `### ${control.id}`,
    "",
    `**${control.title}.** ${control.why}`,
    "",
    `- severity: ${control.severity}; covers ${control.covers.join(", ")}`,
    `- attempt: ${"none" in attempt ? `none: ${attempt.none}` : `${attempt.title}, from ${attempt.from.join(", ")}`}`,
    `- fix: ${control.fix(exampleHost()).map(fixText).join("; ")}`,
    `- sources: ${control.references.join("; ")}`,
    "",
  ].join("\n");
}
