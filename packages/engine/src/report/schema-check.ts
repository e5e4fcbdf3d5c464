import type { Schema } from "./json-schema.ts";

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeProblem(schema: Schema, value: unknown): string | undefined {
  switch (schema.type) {
    case "object":
      return isRecord(value) ? undefined : "is not an object";
    case "array":
      return Array.isArray(value) ? undefined : "is not a list";
    case "integer":
      return Number.isInteger(value) ? undefined : "is not a whole number";
    case undefined:
      return undefined;
    default:
      return typeof value === schema.type ? undefined : `is not a ${schema.type}`;
  }
}

function valueProblem(schema: Schema, value: unknown): string | undefined {
  const wrong = typeProblem(schema, value);
  if (wrong !== undefined) return wrong;
  if (typeof value === "number" && schema.minimum !== undefined && value < schema.minimum)
    return `is less than ${schema.minimum}`;
  if (typeof value !== "string") return undefined;
  if (schema.const !== undefined && value !== schema.const) return `is not ${schema.const}`;
  if (schema.enum && !schema.enum.includes(value)) return `is not one of ${schema.enum.join(", ")}`;
  // JSON Schema counts code points; a text with fewer code units than that needs no counting.
  if (schema.maxLength !== undefined && value.length > schema.maxLength && Array.from(value).length > schema.maxLength)
    return `is longer than ${schema.maxLength} characters`;
  return undefined;
}

/** The first place where a value from outside departs from its schema, as `path problem`; undefined when it fits. */
export function schemaProblem(schema: Schema, value: unknown, path = "audit"): string | undefined {
  const problem = valueProblem(schema, value);
  if (problem !== undefined) return `${path} ${problem}`;
  if (Array.isArray(value) && schema.items) {
    for (const [index, item] of value.entries()) {
      const found = schemaProblem(schema.items, item, `${path}[${index}]`);
      if (found !== undefined) return found;
    }
  }
  if (!isRecord(value)) return undefined;
  for (const name of schema.required ?? []) if (!Object.hasOwn(value, name)) return `${path}.${name} is missing`;
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    const found = Object.hasOwn(value, name) ? schemaProblem(part, value[name], `${path}.${name}`) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
