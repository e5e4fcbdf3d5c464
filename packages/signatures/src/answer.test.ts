import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answerTo } from "./answer.ts";
import { type Reason, reasons, refuse } from "./refusal.ts";

test("the answer is the same for every reason, but for the reference", () => {
  const bodies = Object.keys(reasons).map((reason) => {
    const { answer, line } = answerTo({ ok: false, reason: reason as Reason, label: "sig1", detail: "a detail" });
    expect(JSON.parse(answer.body)).toMatchObject({ reference: line.reference, status: 401 });
    expect(line).toMatchObject({ reason, label: "sig1", detail: "a detail" });
    return JSON.stringify(answer).replace(line.reference, "");
  });

  expect(new Set(bodies).size).toBe(1);
});

test("what should have been signed gets neither into the answer nor into the line", () => {
  const told = JSON.stringify(answerTo({ ok: false, reason: "bad-signature", base: `"authorization": hunter2` }));

  expect(told).toContain("bad-signature");
  expect(told).not.toContain("hunter2");
});

test("a 401 has a challenge, and says nothing of how to sign unless it is told", () => {
  const headers = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "www-authenticate": "Signature",
  };

  expect(answerTo(refuse("expired")).answer.headers).toEqual(headers);
  expect(answerTo(refuse("expired"), "sig1=()").answer.headers).toEqual({ ...headers, "accept-signature": "sig1=()" });
});

test("each reference is another", () => {
  const references = Array.from({ length: 100 }, () => answerTo(refuse("expired")).line.reference);

  expect(new Set(references).size).toBe(100);
});

test("a detail is printable and short", () => {
  expect(refuse("malformed-component", `\u001b[2J\ud800${"a".repeat(1_000)}`).detail).toBe(`?[2J?${"a".repeat(115)}`);
});

test("the README explains every reason, and no other", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const told = [...readme.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, reason, text]) => [reason, text]);

  expect(Object.fromEntries(told)).toEqual(reasons);
});
