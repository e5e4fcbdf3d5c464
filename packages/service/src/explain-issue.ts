import type { z } from "zod";
import { isSecretName } from "./clear-secret.ts";
import { settingsAt } from "./json-schema.ts";
import type { DataPath, Fault } from "./problem.ts";
import { suggest } from "./suggestion.ts";

const clearSecretHint =
  "take it out and change it, as it has been seen; this file holds names of secrets, e.g. password_from: CANARY_PASSWORD";

type Issue = z.core.$ZodIssue;

/** What one issue of the schema says to a person. `data` is the file, so that the sentence can name what stands there. */
export function explainIssue(issue: Issue, data: unknown, around: DataPath = []): readonly Fault[] {
  const path = [...around, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => explainUnknown(path, key, data));
    case "invalid_key":
      return issue.issues
        .flatMap((inner) => explainIssue(inner, data, path))
        .map((fault) => ({ ...fault, path, on: "key" }));
    case "invalid_union":
      return explainUnion(issue.errors, path, data);
    case "invalid_type":
      return [explainType(issue.expected, path, data)];
    case "invalid_value":
      return [explainValue(issue.values.map(String), path, data)];
    case "too_small":
      return [
        {
          path,
          on: "value",
          what: issue.origin === "array" ? "is an empty list" : "is too small",
          hint: `write at least ${issue.minimum}`,
        },
      ];
    case "too_big":
      return [
        {
          path,
          on: "value",
          what: issue.origin === "array" ? "is too long a list" : "is too large",
          hint: `at most ${issue.maximum}`,
        },
      ];
    case "custom":
      return [
        { path, on: "value", what: issue.message, hint: String(issue.params?.["hint"] ?? "see the documentation") },
      ];
    default:
      return [{ path, on: "value", what: "is not as expected", hint: issue.message }];
  }
}

/** The value at a path of plain data; undefined where there is none. */
function valueAt(data: unknown, path: DataPath): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

function explainUnknown(around: DataPath, key: string, data: unknown): Fault {
  const path = [...around, key];
  const value = valueAt(data, path);
  if (isSecretName(key) && (typeof value === "string" || typeof value === "number")) {
    return { path, on: "key", what: "holds a secret in clear text", hint: clearSecretHint };
  }
  return { path, on: "key", what: "is not a setting here", hint: suggest(key, settingsAt(around), "remove it") };
}

function explainType(expected: string, path: DataPath, data: unknown): Fault {
  const value = valueAt(data, path);
  if (path[0] === "secrets" && path.length === 2 && value !== null) {
    return { path, on: "value", what: "has a value; only its name belongs here", hint: clearSecretHint };
  }
  const wanted = kinds[expected] ?? expected;
  const setting = path.at(-1);
  if (value === undefined && typeof setting === "string") {
    return {
      path: path.slice(0, -1),
      on: "key",
      what: `${path.length === 1 ? "the file " : ""}needs ${setting}`,
      hint: `add ${setting}: with ${wanted}`,
    };
  }
  const hint =
    expected === "string" && (typeof value === "number" || typeof value === "boolean")
      ? "put quotes around it"
      : `write ${wanted}${examples[expected] ?? ""}`;
  if (value === null) return { path, on: "key", what: "is empty", hint: `${hint}, or remove it` };
  return { path, on: "value", what: `is ${kindOf(value)}, and has to be ${wanted}`, hint };
}

function explainValue(values: readonly string[], path: DataPath, data: unknown): Fault {
  const value = valueAt(data, path);
  if (value === undefined) return explainType(`one of ${values.join(", ")}`, path, data);
  const what = typeof value === "string" ? `is not known: ${value.slice(0, 80)}` : `is ${kindOf(value)}`;
  return {
    path,
    on: "value",
    what,
    hint: suggest(typeof value === "string" ? value : "", values, "write one of these"),
  };
}

/** Of several shapes, the one that was meant: the first whose own kind fits the value. */
function explainUnion(errors: readonly (readonly Issue[])[], path: DataPath, data: unknown): readonly Fault[] {
  const value = valueAt(data, path);
  const meant = errors.find(
    (branch) =>
      !branch.some(
        (issue) => issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value"),
      ),
  );
  if (meant !== undefined) return meant.flatMap((issue) => explainIssue(issue, data, path));
  if (value === undefined)
    return [{ path: path.slice(0, -1), on: "key", what: `needs ${String(path.at(-1))}`, hint: "add it" }];
  const wanted = [...new Set(errors.flatMap((branch) => branch.map(wantedBy)))].join(" or ");
  const hint = typeof value === "number" || typeof value === "boolean" ? "put quotes around it" : `write ${wanted}`;
  return [
    {
      path,
      on: value === null ? "key" : "value",
      what: value === null ? "is empty" : `is ${kindOf(value)}, and has to be ${wanted}`,
      hint,
    },
  ];
}

function wantedBy(issue: Issue): string {
  if (issue.code === "invalid_type") return kinds[issue.expected] ?? issue.expected;
  return issue.code === "invalid_value" ? issue.values.map(String).join(" or ") : "another value";
}

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  array: "a list",
  object: "settings",
  record: "settings",
  number: "a number",
  int: "a whole number",
  null: "nothing",
};

const examples: Readonly<Record<string, string>> = {
  array: ", e.g. [first, second]",
  object: ", e.g. { name: value }",
  record: ", e.g. { name: value }",
};

function kindOf(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "settings";
  return { string: "text", number: "a number", boolean: "true or false" }[typeof value as string] ?? "of another kind";
}
