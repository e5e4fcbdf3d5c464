import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { BreachAnswer } from "../audit.ts";
import { hostile } from "./fixtures/hostile.ts";
import { hugeAudit, passingAudit, sampleAudit, sampleVerdict } from "./fixtures/sample-audit.ts";
import { columns } from "./paper.ts";
import { terminalReport } from "./terminal.ts";

const plain = { width: 100, colour: false };

function at(text: string, part: string): number {
  const index = text.indexOf(part);
  expect(index, `"${part}" is in the report`).toBeGreaterThan(-1);
  return index;
}

describe("terminalReport", () => {
  const report = terminalReport(sampleAudit(), plain);
  const whole = terminalReport(sampleAudit(), { ...plain, all: true });

  test("explains the worst answers, and the others with --all", () => {
    expect(report.match(/^ {4}because /gm)).toHaveLength(5);
    expect(report).toMatch(/and \d+ more: --all explains each/);
    expect(whole).not.toMatch(/--all explains each/);
  });

  test("tells in this order: questions, contradictions, fixes, coverage, no pass", () => {
    const order = [
      "are you still safe?",
      "Why not yes",
      "the attempt got in: 2",
      "What to fix first",
      "What was seen",
      "No overall pass",
    ].map((part) => at(report, part));
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });

  test("gives every breach one line with symbol and word, worst first", () => {
    for (const line of [
      "✗ no             .env is published",
      "1 one lock left  Input carries SQL or script",
      "? not known      The region is lost",
      "✓ yes            Traffic is read",
    ])
      expect(report).toContain(line);
    expect(at(report, "✗ no             Support")).toBeLessThan(at(report, "1 one lock left  Input"));
    expect(at(report, "? not known      Millions")).toBeLessThan(at(report, "✓ yes            Someone"));
  });

  test("yes names the two locks, one lock left its lock, not known both bounds and the weakest way", () => {
    expect(report).toContain("held by Only modern TLS is spoken (app-1) + Port 80 only redirects (app-1, port");
    expect(whole).toMatch(/last lock +sudo asks for a password \(app-1, ada\)/);
    expect(whole).toMatch(
      /between +"no" with the proven locks alone, and "yes" if every other lock holds too\n +weakest way +read the copy at borgbase/,
    );
  });

  test("answers with the same reason are explained once", () => {
    const why = whole.slice(at(whole, "Why not yes"), at(whole, "What to fix first"));
    expect(why.match(/read the copy at borgbase/g)).toHaveLength(1);
    expect(why).toContain("The region is lost: fsn1");
  });

  test("questions about what nobody declared are one entry at the end, and each says why with --all", () => {
    const answers = sampleAudit().answers.map((answer): BreachAnswer => {
      if (!/^(?:A session|Millions)/.test(answer.question)) return answer;
      const { weakest: _, ...others } = answer;
      return { ...others, answer: "not known", locks: [], because: "the service file names no site" };
    });
    const folded = terminalReport(sampleAudit({ answers }), plain);

    expect(folded).toContain(
      "? not known      A session is stolen; Millions come at once\n                   no service file declares what these ask about (secondlock init writes one)\n",
    );
    expect(folded).not.toContain("the service file names no site");
    expect(folded.match(/Millions come at once/g)).toHaveLength(1);
    expect(at(folded, "A session is stolen; Millions")).toBeGreaterThan(at(folded, "✓ yes            A change goes"));
    expect(at(folded, "A session is stolen; Millions")).toBeLessThan(at(folded, "Why not yes"));

    const explained = terminalReport(sampleAudit({ answers }), { ...plain, all: true });
    expect(explained).not.toContain("secondlock init");
    expect(explained).toContain(
      "? not known      Millions come at once\n                   the service file names no site\n",
    );
  });

  test("a contradiction shows both sides, a fix what it turns and where to read on", () => {
    expect(report).toMatch(/inside says +PasswordAuthentication is no/);
    expect(report).toMatch(
      /outside showed +password is offered to root at 10\.0\.0\.3 \(from operator and host:app-1\)/,
    );
    expect(report).toMatch(/turns 2 answers: \.env is published; The database is dumped/);
    expect(report).toContain("secondlock explain database-port-closed");
  });

  test("shows how much it could not see and why, exceptions, and targets", () => {
    expect(report).toMatch(/not seen +9 × needs root/);
    expect(report).toMatch(/not seen yet +the application, the secrets and the backups/);
    expect(report).toMatch(/exception ! +No private key lies about.*expired on 2026-09-30/);
    expect(report).toMatch(/exception +sudo asks for a password.*accepted until 2027-03-31/);
    expect(report).toMatch(/backup-1 +could not be read: nothing answers in time/);
  });

  test("never passes while a part is unseen, even when all else is well", () => {
    const { coverage } = passingAudit();
    expect(terminalReport(passingAudit(), plain)).toContain("Overall pass: every answer is yes");
    const unseen = terminalReport(
      { ...passingAudit(), coverage: { ...coverage, notSeenYet: ["the application"] } },
      plain,
    );
    expect(unseen).toContain("No overall pass: the application is not seen yet.");
    expect(unseen).not.toContain("Overall pass: every");
    for (const parts of [
      { answers: [] },
      { targets: [] },
      {
        verdicts: [
          sampleVerdict("proven", {
            control: "x",
            target: "app-1",
            exception: { until: "2027-01-01", reason: "r", expired: false },
          }),
        ],
      },
    ]) {
      expect(terminalReport({ ...passingAudit(), ...parts }, plain)).toContain("No overall pass");
    }
  });

  test.each([80, 100, 120, 20, Number.NaN, 400])("keeps within the width %d", (width) => {
    const most = Math.min(120, Math.max(80, Number.isNaN(width) ? 80 : width));
    const audit = sampleAudit({ service: "東京".repeat(60) });
    for (const options of [
      { width, colour: false, all: true },
      { width, colour: true, all: true },
      { width, colour: false, ascii: true, all: true },
    ]) {
      for (const line of terminalReport(audit, options).split("\n"))
        expect(columns(stripVTControlCharacters(line)), line).toBeLessThanOrEqual(most);
    }
  });

  test("colour adds codes and takes no word away", () => {
    const coloured = terminalReport(sampleAudit(), { ...plain, colour: true });
    expect(coloured).toContain("\u001b[31m");
    expect(stripVTControlCharacters(coloured).replaceAll(/ +$/gm, "")).toBe(report);
    expect(report).not.toContain("\u001b");
  });

  test("shows ASCII only when asked", () => {
    const ascii = terminalReport(sampleAudit({ service: "zoë" }), { ...plain, ascii: true, all: true });
    expect(ascii).toMatch(/^[\x20-\x7e\n]*$/);
    expect(ascii).toContain("x no");
    expect(ascii).toContain("zo\\u{eb}");
  });

  test("--all lists every control by area with both sides", () => {
    const all = terminalReport(sampleAudit(), { ...plain, all: true });
    expect(at(all, "Remote login (SSH)")).toBeLessThan(at(all, "Encryption on the wire (TLS)"));
    expect(all).toMatch(/\? unknown +Passwords are hashed with yescrypt, on app-1\n +inside unreadable +needs root/);
    expect(all).toMatch(
      /not applicable +The database port is closed to strangers, on app-1\n +inside not applicable +no database runs on app-1/,
    );
    expect(report).not.toContain("Passwords are hashed with yescrypt");
  });

  test("nothing hostile reaches the terminal", () => {
    const value = Object.values(hostile).join(" ");
    const audit = sampleAudit({
      service: value,
      verdicts: [
        sampleVerdict("contradiction", {
          control: "c",
          target: value.slice(0, 400),
          title: value,
          inside: ["holds", value],
          outside: ["succeeded", value],
        }),
      ],
    });
    const text = terminalReport(audit, { ...plain, all: true });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text).not.toContain("SECRETSECRET");
    expect(text.length).toBeLessThan(60_000);
  });

  test("summarises ten thousand targets", () => {
    const text = terminalReport(hugeAudit(10_000), { ...plain, all: true });
    expect(text.split("\n").length).toBeLessThan(250);
    expect(text).toContain("9,900 of 10,000 read");
    expect(text).toMatch(/nothing answers in time: web-8, web-108, web-208 and 97 more/);
    expect(text).toContain("and 4,997 more (broken)");
  });

  test("an audit with nothing in it still reads well", () => {
    const text = terminalReport(sampleAudit({ answers: [], verdicts: [], targets: [], fixFirst: [] }), plain);
    expect(text).toContain("No question could be answered");
    expect(text.endsWith("\n")).toBe(true);
  });
});
