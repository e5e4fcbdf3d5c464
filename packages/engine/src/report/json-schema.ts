/** The part of JSON Schema that our shapes need, and that `schema-check.ts` understands. */
export interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly maxLength?: number;
  readonly minimum?: number;
}

export const text: Schema = { type: "string", maxLength: 1_000 };
export const moment: Schema = { type: "string", maxLength: 40, description: "ISO 8601, UTC" };
export const flag: Schema = { type: "boolean" };
export const tally: Schema = { type: "integer", minimum: 0 };

export function words(values: readonly string[]): Schema {
  return { type: "string", enum: values };
}

export function list(items: Schema): Schema {
  return { type: "array", items };
}

/** Fields may be added without a new version, so others than these are let through. */
export function record(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  return { type: "object", properties, required: Object.keys(properties).filter((name) => !optional.includes(name)) };
}
