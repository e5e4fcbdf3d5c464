import { expect, it } from "vitest";
import type { Audit, TargetReport } from "../audit.ts";
import { sampleAudit, sampleVerdict } from "./fixtures/sample-audit.ts";
import { terminalReport } from "./terminal.ts";

const closed = "the port is closed; hint: check the port in the service file and that sshd runs";
const silent = "nothing answers in time; hint: check that the host runs";
const unread = (id: string, because: string): TargetReport => ({
  ...{
    id,
    role: "app",
    reached: `ssh ada@${id}`,
    system: "",
    state: "unreachable",
    because,
    asRoot: false,
    seconds: 0,
  },
});
const targets = [unread("app-1", silent), unread("app-2", closed), unread("db-1", closed)];
const unknown = (outside: "not attempted" | "succeeded"): Audit["verdicts"] => [
  sampleVerdict(outside === "succeeded" ? "broken" : "unknown", {
    ...{ control: "ssh-no-password-login", target: "app-1", inside: ["unreadable", closed], outside: [outside, "so"] },
  }),
];
const report = (more: Partial<Audit>, all = false): string =>
  terminalReport(sampleAudit({ targets, verdicts: unknown("not attempted"), ...more }), {
    ...{ width: 100, colour: false, all },
  });

it("tells of hosts that nobody could read why, what to do, and nothing else", () => {
  expect(report({}).split("\n").slice(2)).toEqual([
    "",
    "  not read: app-2 and db-1: the port is closed",
    "  Next: check the port in the service file and that sshd runs",
    "",
    "  not read: app-1: nothing answers in time",
    "  Next: check that the host runs",
    "",
  ]);
});

it.each([
  ["one host was read", { targets: [...targets, { ...unread("ok-1", ""), state: "read" }] as readonly TargetReport[] }],
  ["an attempt got in from outside", { verdicts: unknown("succeeded") }],
  ["nothing was to be read at all", { targets: [] }],
])("tells the whole report where %s", (_name, more) => expect(report(more)).toContain("What was seen"));

it("tells the whole report with --all", () => expect(report({}, true)).toContain("What was seen"));
