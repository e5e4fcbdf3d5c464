import { z } from "zod";
import { serviceFileSchema } from "./schema.ts";

let whole: JsonObject | undefined;

/** A JSON value that is an object, as JSON Schema is made of. */
export type JsonObject = { readonly [key: string]: unknown };

/**
 * The JSON Schema (draft 2020-12) of `secondlock.yaml`, with a description on every field so that editors complete it.
 * It is a help while typing: references between sections and the inside of keys are only checked by `parseService`.
 */
export function serviceJsonSchema(): JsonObject {
  const schema = z.toJSONSchema(serviceFileSchema, { io: "input", target: "draft-2020-12" });
  return { ...schema, $id: "urn:secondlock:service:1", title: "secondlock.yaml" };
}

/** The names of the settings that the schema knows at this path; empty where keys are free. */
export function settingsAt(path: readonly (string | number)[]): readonly string[] {
  whole ??= serviceJsonSchema();
  let places: readonly JsonObject[] = alternatives(whole);
  for (const part of path) places = places.flatMap((place) => step(place, part));
  return [...new Set(places.flatMap((place) => Object.keys(asObject(place["properties"]) ?? {})))];
}

function step(place: JsonObject, part: string | number): readonly JsonObject[] {
  if (typeof part === "number") return alternatives(place["items"]);
  const properties = asObject(place["properties"]) ?? {};
  return alternatives(Object.hasOwn(properties, part) ? properties[part] : place["additionalProperties"]);
}

function alternatives(value: unknown): readonly JsonObject[] {
  const schema = asObject(value);
  if (schema === undefined) return [];
  const inner = schema["anyOf"];
  return Array.isArray(inner) ? inner.flatMap(alternatives) : [schema];
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
