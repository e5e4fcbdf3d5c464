import fc from "fast-check";
import { expect, test } from "vitest";
import { prepareEvent } from "../event.ts";
import { entryText } from "../entry.ts";
import { entryHash } from "../hash.ts";
import { type Entry, entryOf } from "../read.ts";
import { toJournaldFields } from "./journald.ts";
import { toNdjson } from "./ndjson.ts";
import { toLogRecord } from "./open-telemetry.ts";
import { toSyslog } from "./syslog.ts";

const prev = "ab".repeat(32);

function entry(event: unknown): Entry {
  const made = prepareEvent(event);
  if (!made.ok) throw new Error(made.reason);
  const text = entryText(made.prepared, { seq: 7, prev, time: "2026-11-21T10:00:00.123Z" });
  const read = entryOf({ hash: entryHash(text), entry: text, opened: made.prepared.opened });
  if (read === undefined) throw new Error("no entry");
  return read;
}

const opening = entry({
  type: "secret.opened",
  data: { secret: "A\nB", by: "ada", n: 1, ratio: 0.5, ok: true, none: null, list: ["x"] },
  private: { address: "192.0.2.7" },
});
const origin = { host: "app 1", application: "vault", log: 'sh"o]p' };

test("NDJSON says all of it on one line", () => {
  const line = toNdjson(opening);
  expect(line.indexOf("\n")).toBe(line.length - 1);
  expect(JSON.parse(line)).toMatchObject({
    seq: 7,
    type: "secret.opened",
    hash: opening.hash,
    opened: { address: "192.0.2.7" },
  });
});

test("NDJSON has nothing in it that ends a line for anybody, or that a terminal obeys", () => {
  const text = "\u007f\u0085\u009b31m\u2028\u2029\u001b";
  const line = toNdjson({ ...opening, data: { text } });
  expect(line).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+\n$/);
  expect(JSON.parse(line)).toMatchObject({ data: { text } });
});

test("syslog, as RFC 5424 section 6 has it", () => {
  expect(toSyslog(opening, origin)).toBe(
    String.raw`<109>1 2026-11-21T10:00:00.123Z app-1 vault - secret.opened [ledger@32473 log="sh\"o\]p" seq="7" hash="${opening.hash}" prev="${prev}"] ` +
      "\uFEFF" +
      String.raw`{"by":"ada","list":["x"],"n":1,"none":null,"ok":true,"ratio":0.5,"secret":"A\nB"}`,
  );
  expect(() => toSyslog(opening, { ...origin, facility: 24 })).toThrow(RangeError);
});

test.each([
  ["facility", 24],
  ["facility", -1],
  ["severity", 8],
  ["severity", 0.5],
])("syslog has no %s %d", (name, value) => {
  expect(() => toSyslog(opening, { ...origin, [name]: value })).toThrow(RangeError);
});

test("OpenTelemetry has what the clock said as the time", () => {
  const record = toLogRecord(
    { ...opening, time: "2026-11-21T10:00:00.000Z", clock: "2026-11-21T09:00:00.000Z" },
    "shop",
  );
  expect(BigInt(record.observedTimeUnixNano) - BigInt(record.timeUnixNano)).toBe(3_600_000_000_000n);
});

test("no value begins another field or another message", () => {
  const text = fc.string({ unit: "binary" }).filter((one) => one.isWellFormed());
  fc.assert(
    fc.property(text, text, text, (host, log, data) => {
      const message = toSyslog(entry({ type: "a", data: { data } }), { host, application: log, log });
      expect(message).not.toMatch(/[\n\r\0]/);
      expect(message).toMatch(
        /^<109>1 \S+ [!-~]{1,255} [!-~]{1,48} - a \[ledger@32473 log="(?:[^"\]\\]|\\["\]\\])*" seq="7"/,
      );
    }),
  );
});

test("journald fields have names that the journal takes", () => {
  const fields = toJournaldFields(opening, "shop");
  for (const name of fields.keys()) expect(name).toMatch(/^[A-Z][A-Z0-9_]{0,63}$/);
  expect(fields.get("LEDGER_SEQ")).toBe("7");
  expect(fields.get("LEDGER_DATA")).toContain('"by":"ada"');
});

test("OpenTelemetry has every kind of value", () => {
  expect(toLogRecord(opening, "shop")).toEqual({
    timeUnixNano: "1795255200123000000",
    observedTimeUnixNano: "1795255200123000000",
    severityNumber: 9,
    severityText: "INFO",
    eventName: "secret.opened",
    body: {
      kvlistValue: {
        values: [
          { key: "by", value: { stringValue: "ada" } },
          { key: "list", value: { arrayValue: { values: [{ stringValue: "x" }] } } },
          { key: "n", value: { intValue: "1" } },
          { key: "none", value: {} },
          { key: "ok", value: { boolValue: true } },
          { key: "ratio", value: { doubleValue: 0.5 } },
          { key: "secret", value: { stringValue: "A\nB" } },
        ],
      },
    },
    attributes: [
      { key: "ledger.log", value: { stringValue: "shop" } },
      { key: "ledger.seq", value: { intValue: "7" } },
      { key: "ledger.hash", value: { stringValue: opening.hash } },
      { key: "ledger.prev", value: { stringValue: prev } },
    ],
  });
});

test("only NDJSON hands on what is private", () => {
  const others = [toSyslog(opening, origin), [...toJournaldFields(opening, "shop")], toLogRecord(opening, "shop")];
  expect(JSON.stringify(others)).not.toContain("192.0.2.7");
});
