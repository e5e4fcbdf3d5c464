import type { Plain } from "../canonical.ts";
import type { Entry } from "../read.ts";

/** AnyValue of OpenTelemetry, as OTLP/JSON writes it (64-bit integers as text). */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly KeyValue[] } }
  /** Without any of these members: JSON's null. */
  | { readonly stringValue?: never };

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** A LogRecord of OTLP/JSON (opentelemetry-proto, logs/v1). */
export interface LogRecord {
  /** Nanoseconds since 1970, as text. */
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  /** 9, INFO. */
  readonly severityNumber: 9;
  readonly severityText: "INFO";
  readonly eventName: string;
  readonly body: AnyValue;
  readonly attributes: readonly KeyValue[];
}

/** One log record: the data as its body, where it stands in the log as attributes. Private values are left out. */
export function toLogRecord(entry: Entry, log: string): LogRecord {
  const attributes = {
    "ledger.log": log,
    "ledger.seq": entry.seq,
    "ledger.hash": entry.hash,
    "ledger.prev": entry.prev,
  };
  const nanos = (time: string): string => `${Date.parse(time)}000000`;
  return {
    timeUnixNano: nanos(entry.clock ?? entry.time),
    observedTimeUnixNano: nanos(entry.time),
    severityNumber: 9,
    severityText: "INFO",
    eventName: entry.type,
    body: anyValue(entry.data),
    attributes: pairs(attributes),
  };
}

function anyValue(value: Plain): AnyValue {
  switch (typeof value) {
    case "string":
      return { stringValue: value };
    case "boolean":
      return { boolValue: value };
    case "number":
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    default:
      if (value === null) return {};
      return isList(value)
        ? { arrayValue: { values: value.map(anyValue) } }
        : { kvlistValue: { values: pairs(value) } };
  }
}

function isList(value: object): value is readonly Plain[] {
  return Array.isArray(value);
}

function pairs(value: { readonly [key: string]: Plain }): readonly KeyValue[] {
  return Object.entries(value).map(([key, one]) => ({ key, value: anyValue(one) }));
}
