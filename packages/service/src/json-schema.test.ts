import { expect, test } from "vitest";
import type { JsonObject } from "./json-schema.ts";
import { serviceJsonSchema, settingsAt } from "./json-schema.ts";

/** Every property of every object in the schema: `[path, property]`. */
function properties(schema: unknown, path = ""): readonly (readonly [string, JsonObject])[] {
  if (typeof schema !== "object" || schema === null) return [];
  const found: (readonly [string, JsonObject])[] = [];
  for (const [key, value] of Object.entries(schema)) {
    if (key === "properties")
      for (const [name, inner] of Object.entries(value as object)) found.push([`${path}.${name}`, inner as JsonObject]);
    found.push(...properties(value, key === "properties" ? path : `${path}.${key}`));
  }
  return found;
}

/** Every object schema with fixed settings. */
function closed(schema: unknown): readonly JsonObject[] {
  if (typeof schema !== "object" || schema === null) return [];
  const inner = Object.values(schema).flatMap(closed);
  return "properties" in schema && "type" in schema ? [schema, ...inner] : inner;
}

test("every field has a description for the editor", () => {
  const all = properties(serviceJsonSchema());
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(([, property]) => typeof property["description"] !== "string").map(([path]) => path)).toEqual([]);
});

test("no object takes a setting that nobody knows", () => {
  const open = closed(serviceJsonSchema()).filter((schema) => schema["additionalProperties"] !== false);
  expect(open).toEqual([]);
});

test("it is draft 2020-12 and plain JSON", () => {
  const schema = serviceJsonSchema();
  expect(schema["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema["required"]).toEqual(["service"]);
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
});

test("it knows the settings at a path, through maps, lists and alternatives", () => {
  expect(settingsAt(["ports", "app-1", "443"])).toEqual(["reason", "from", "to"]);
  expect(settingsAt(["exceptions", 0])).toEqual(["control", "host", "until", "reason"]);
  expect(settingsAt(["backups", "offsite-1"])).toEqual(["vendor", "region"]);
  expect(settingsAt(["nothing"])).toEqual([]);
});
