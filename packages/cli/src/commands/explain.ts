import { controls, requirements } from "@secondlock/catalogue";
import { fixText } from "@secondlock/engine";
import { type AnyControl, type Facts, theHost } from "@secondlock/model";
import { complain, type Console } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { exampleWanted } from "../example-wanted.ts";
import { nearest } from "../nearest.ts";
import { wrap } from "../wrap.ts";

/** Prints all about one control. */
export function explainCommand(id: string, console: Console): ExitCode {
  const control = controls.find((one) => one.id === id);
  if (!control) {
    complain(
      console,
      `there is no control ${id.slice(0, 80)}`,
      nearest(
        id,
        controls.map((one) => one.id),
      ),
    );
    return 2;
  }
  console.out(explanation(control, console.width));
  return 0;
}

function explanation(control: AnyControl, width: number): string {
  const titles = new Map(requirements.flatMap(({ items }) => items.map((item) => [item.id, item.title] as const)));
  const { attempt } = control;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["Why", [control.why]],
    [
      "Evidence wanted",
      Object.values(control.facts as Facts).flatMap((fact) => [
        `${fact.title}:`,
        ...Object.values(fact.reads(exampleWanted))
          .slice(0, 3)
          .map(({ argv }) => `  ${shown(argv)}`),
      ]),
    ],
    [
      "Attempt",
      "none" in attempt
        ? [`none: ${attempt.none}`]
        : [
            `${attempt.title} (from ${attempt.from.join(", ")})`,
            attempt.positive
              ? `positive check: ${attempt.positive.title}`
              : "positive check: the administrator's own login still works",
          ],
    ],
    ["Fix", control.fix(exampleWanted).map(fixText)],
    ["Lock", control.lock ? [lockText(control)] : ["none: no way in counts on it alone"]],
    ["Covers", control.covers.map((requirement) => `${requirement}  ${titles.get(requirement) ?? ""}`)],
    ["Sources", control.references],
  ];
  const body = sections.map(
    ([title, lines]) => `${title}\n${lines.map((line) => wrap(line, width - 2, "  ")).join("\n")}\n`,
  );
  return `${control.id}  (${control.area}, ${control.severity})\n${control.title}\n\n${body.join("\n")}`;
}

function lockText(control: AnyControl): string {
  const instance = control.each?.(exampleWanted)[0] ?? theHost;
  const shape = control.lock?.(exampleWanted, instance);
  return shape === undefined
    ? ""
    : `stops ${shape.stops.join(", ")}; falls with ${shape.domains.join(", ")} (on the example service)`;
}

function shown(argv: readonly string[]): string {
  const line = argv.join(" ").replaceAll(/\s+/g, " ");
  return line.length > 300 ? `${line.slice(0, 300)} ...` : line;
}
