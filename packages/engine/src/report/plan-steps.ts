import type { AccountChange, ModesChange } from "@secondlock/model";
import { structuredPatch } from "diff";
import type { FileStep, Step } from "../plan/plan.ts";
import { sanitiseLine } from "./sanitise.ts";

/** Steps that say the same of several things, or the one step on a file or a database. */
export interface StepText {
  readonly kind: Step["kind"];
  readonly lead: string;
  readonly things: readonly string[];
  /** What it is, without its lines. */
  readonly short: string;
  /** A file's difference or the statements for a database server, every line of it. */
  readonly body: readonly string[];
}

/** Characters of one line that are shown; a file of ours has no longer one. */
const lineLimit = 10_000;

/** Steps in their order, those of one kind that say the same in one text. `owners`: rights with the owner. Pure. */
export function stepTexts(steps: readonly Step[], owners: boolean): readonly StepText[] {
  const single = steps.map((step) => stepText(step, owners));
  const together = Map.groupBy(single, ({ lead, body }, index) => (body.length > 0 ? String(index) : lead));
  return [...together.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    return {
      kind: first.kind,
      lead: sanitiseLine(first.lead),
      things: some.flatMap(({ things }) => things.map((thing) => sanitiseLine(thing))),
      short: sanitiseLine(first.short),
      body: first.body.map(bodyLine),
    };
  });
}

/** How many lines come and go, e.g. `+17 -3`. */
export function amountOf({ body }: StepText): string {
  const [more, less] = ["+", "-"].map((sign) => body.filter((line) => line.startsWith(sign)).length);
  return [...(more ? [`+${more}`] : []), ...(less ? [`-${less}`] : [])].join(" ");
}

/** What follows the sign stands as far in as it does in the file. */
function bodyLine(line: string): string {
  const indent = /^[ \t]*/.exec(line.slice(1))?.[0] ?? "";
  return `${line.slice(0, 1)}${indent.replaceAll("\t", "  ")}${sanitiseLine(line.slice(1), lineLimit)}`;
}

function stepText(step: Step, owners: boolean): StepText {
  const { kind } = step;
  const plain = (lead: string, text: string): StepText => ({ kind, lead, things: [text], short: text, body: [] });
  switch (step.kind) {
    case "file":
      return fileText(step);
    case "modes":
      return plain(`rights ${modesText(step, owners)}:`, step.path);
    case "unit": {
      const more = `${step.reload === true ? ", told to read its configuration again" : ""}${step.restart === true && step.active ? ", started anew" : ""}`;
      const state = `${step.enabled ? "enabled" : "disabled"}, ${step.active ? "running" : "stopped"}${more}`;
      return plain(`unit ${state}:`, step.unit);
    }
    case "account":
      // in and out again: the group is made where there is none, and stays empty
      if (step.wanted.into !== undefined && isSame(step.wanted.into, step.wanted.outOf))
        return plain("group with nobody in it:", step.wanted.into.join(", "));
      return plain(`account ${accountText(step)}:`, step.account);
    case "package":
      return plain(`package ${step.wanted}:`, step.package);
    case "certificate":
      return plain("certificate made on the host:", `${step.path} for ${step.names.join(", ")}`);
    case "sql": {
      const server = step.engine === "mysql" ? "MariaDB or MySQL" : "PostgreSQL";
      const where = step.database === undefined ? "" : `, in ${step.database}`;
      return {
        ...plain("statements for", `${server}${where}`),
        short: `statements for ${server}${where}`,
        body: step.statements.map((text) => `+${text}`),
      };
    }
  }
}

function isSame(one: readonly string[], other: readonly string[] = []): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

type Rights = Pick<ModesChange, "mode" | "owner" | "group">;

function modesText(step: ModesChange, owners: boolean): string {
  const text = ({ mode, owner, group }: Rights): string =>
    `${mode.toString(8).padStart(4, "0")}${owners ? ` ${owner}:${group}` : ""}`;
  return step.was === undefined ? text(step) : `${text(step.was)} become ${text(step)}`;
}

function accountText({ wanted }: AccountChange): string {
  return [
    ...(wanted.make === undefined ? [] : [`made for a ${wanted.make}`]),
    ...(wanted.into === undefined ? [] : [`into ${wanted.into.join(", ")}`]),
    ...(wanted.outOf === undefined ? [] : [`out of ${wanted.outOf.join(", ")}`]),
    ...(wanted.shell === undefined ? [] : [`shell ${wanted.shell}`]),
    ...(wanted.password === undefined ? [] : ["password locked"]),
    ...(wanted.expired === undefined ? [] : ["closed for every login"]),
  ].join(", ");
}

function fileText({ path, before, after }: FileStep): StepText {
  const options = { context: 1 };
  const { hunks } = structuredPatch(path, path, before?.content ?? "", after?.content ?? "", "", "", options);
  const changed = before !== undefined && after !== undefined;
  const rights =
    after === undefined ? "" : ` (${after.mode.toString(8).padStart(4, "0")} ${after.owner}:${after.group})`;
  return {
    kind: "file",
    lead: before === undefined ? "new file" : after === undefined ? "file goes" : "file",
    things: [`${path}${rights}`],
    short: `${path}${before === undefined ? " (new)" : after === undefined ? " (goes)" : ""}`,
    body: hunks.flatMap((hunk) => [...(changed ? [`@@ line ${hunk.newStart}`] : []), ...hunk.lines]),
  };
}
