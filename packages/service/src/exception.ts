import type { Exception } from "@secondlock/model";
import { isMap, isPair, isScalar, isSeq, parseDocument } from "yaml";
import type { Document, YAMLSeq } from "yaml";
import { isDay } from "./fields.ts";
import { oneLine } from "./given.ts";
import { parseService } from "./load.ts";
import type { Problem, Result } from "./problem.ts";
import { failure, formatPath, placeless } from "./problem.ts";
import type { ServiceFile } from "./schema.ts";
import { suggest } from "./suggestion.ts";
import { quote } from "./yaml-text.ts";

export interface AddingException {
  /** The file as messages name it. */
  readonly path: string;
  /** Ids of the catalogue. */
  readonly knownControls: readonly string[];
  /** `YYYY-MM-DD`; an exception that is over before it begins is refused. */
  readonly today: string;
}

/**
 * The text of a service file with one exception more. Everything else stays byte for byte where the list can be extended in place
 * (block lists, one-line lists, no list yet); otherwise the YAML library writes the file anew, with its comments. The result is read
 * back: it is the old file plus this exception, or a problem. Refuses an unknown control or host, a past day, a missing reason, a
 * second exception for the same control and host, and a file that has problems.
 */
export function addException(
  text: string,
  exception: Exception,
  { path, knownControls, today }: AddingException,
): Result<string> {
  const before = parseService(text, path);
  if (!before.ok) return before;
  const added = { ...exception, reason: oneLine(exception.reason) };
  const problems = refuse(added, before.value, { path, knownControls, today });
  if (problems.length > 0) return failure(...problems);
  const wanted = JSON.stringify(sorted({ ...before.value, exceptions: [...(before.value.exceptions ?? []), added] }));
  for (const candidate of candidates(text, added)) {
    const after = parseService(candidate, path);
    if (after.ok && JSON.stringify(sorted(after.value)) === wanted) return { ok: true, value: candidate };
  }
  const hint = `add it by hand under exceptions: ${entry(added)}`;
  return failure(placeless(path, "is written in a way that cannot be extended safely", hint));
}

function refuse(
  added: Exception,
  file: ServiceFile,
  { path, knownControls, today }: AddingException,
): readonly Problem[] {
  const say = (field: keyof Exception, what: string, hint: string): Problem => ({
    ...placeless(path, what, hint),
    path: formatPath(["exception", field]),
  });
  const hosts = Object.keys(file.hosts ?? {});
  const problems: Problem[] = [];
  if (!knownControls.includes(added.control)) {
    problems.push(
      say(
        "control",
        `is not in the catalogue: ${added.control}`,
        suggest(added.control, knownControls, "run `secondlock controls`"),
      ),
    );
  }
  if (!hosts.includes(added.host)) {
    problems.push(
      say("host", `names a host that does not exist: ${added.host}`, suggest(added.host, hosts, "add it under hosts:")),
    );
  }
  if (!isDay(added.until))
    problems.push(say("until", `is not a date: ${added.until}`, "write year-month-day, e.g. 2027-01-31"));
  else if (added.until < today)
    problems.push(say("until", `is in the past: ${added.until}`, `today is ${today}: name a later day`));
  if (added.reason === "") problems.push(say("reason", "is missing", "say in a few words why the team accepts it"));
  const twin = (file.exceptions ?? []).find(({ control, host }) => control === added.control && host === added.host);
  if (twin !== undefined) {
    problems.push(
      say(
        "control",
        `has an exception on ${added.host} until ${twin.until} already`,
        "change or remove that one in the file",
      ),
    );
  }
  return problems;
}

/** Texts to try, the gentlest first. */
function* candidates(text: string, added: Exception): Generator<string> {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const body = text.slice(mark.length);
  const document = parseDocument(body, { schema: "core", version: "1.2" });
  const list = document.get("exceptions", true);
  if (list === undefined && isMap(document.contents) && document.contents.flow !== true) {
    const end = body === "" || body.endsWith("\n") ? "" : eol;
    yield `${mark}${body}${end}exceptions:${eol}  - ${entry(added)}${eol}`;
  }
  if (isSeq(list)) {
    const place = list.flow === true ? insideFlow(body, list, added) : afterBlock(body, list, added, eol);
    if (place !== undefined) yield `${mark}${place}`;
  }
  yield `${mark}${rewritten(document, added).replaceAll("\n", eol)}`;
}

function insideFlow(body: string, list: YAMLSeq, added: Exception): string | undefined {
  const end = (list.range?.[1] ?? 0) - 1;
  if (body[end] !== "]") return undefined;
  const before = body.slice(0, end).trimEnd();
  const comma = list.items.length === 0 || before.endsWith(",") ? "" : ",";
  const space = list.items.length === 0 ? "" : " ";
  const inner = body.slice(before.length, end);
  return `${before}${comma}${space}${entry(added)}${inner}${body.slice(end)}`;
}

function afterBlock(body: string, list: YAMLSeq, added: Exception, eol: string): string | undefined {
  const last = list.items.at(-1);
  const item = isPair(last) || last === undefined ? undefined : (last as { readonly range?: readonly number[] | null });
  const first = list.range?.[0];
  const end = item?.range?.[1];
  if (first === undefined || end === undefined) return undefined;
  const indent = body.slice(body.lastIndexOf("\n", first - 1) + 1, first);
  if (indent.trim() !== "") return undefined;
  // A block item may end on the line after its last one; a comment behind the last value belongs to its line.
  const onLine = body[end - 1] === "\n" ? end : body.indexOf("\n", end) + 1;
  const at = onLine === 0 ? body.length : onLine;
  const gap = onLine === 0 ? eol : "";
  return `${body.slice(0, at)}${gap}${indent}- ${entry(added)}${onLine === 0 ? "" : eol}${body.slice(at)}`;
}

function rewritten(document: Document, added: Exception): string {
  const list = document.get("exceptions", true);
  if (isSeq(list)) list.add(document.createNode(added));
  else if (list === undefined || (isScalar(list) && list.value === null))
    document.set("exceptions", document.createNode([added]));
  return document.toString({ lineWidth: 0 });
}

function entry({ control, host, until, reason }: Exception): string {
  return `{ control: ${quote(control)}, host: ${quote(host)}, until: ${until}, reason: ${quote(reason)} }`;
}

/** The same data with its keys in order, so that two files can be compared as text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
