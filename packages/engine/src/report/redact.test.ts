import { describe, expect, test } from "vitest";
import { sampleAudit, sampleVerdict } from "./fixtures/sample-audit.ts";
import { htmlReport } from "./html.ts";
import { auditJson } from "./json.ts";
import { junitReport } from "./junit.ts";
import { redact } from "./redact.ts";
import { sarifReport } from "./sarif.ts";
import { terminalReport } from "./terminal.ts";

const names = {
  hosts: ["app-1", "db-1", "backup-1"],
  people: ["ada", "grace"],
  accounts: ["deploy"],
  domains: ["shop.example"],
  others: ["borgbase", "SHOP_API"],
};

const known = [
  "app-1",
  "db-1",
  "backup-1",
  "ada",
  "grace",
  "deploy",
  "shop",
  "shop.example",
  "app-1.shop.example",
  "hetzner",
  "borgbase",
  "SHOP_API",
  "ada-laptop",
  "laptop.lan",
  "margaret",
  "10.0.0.3",
  "198.18.7.9",
  "2001:470:1f0b::2",
  "2001:470:1f0b::3",
  "52:54:00:12:34:56",
];

const leaky = sampleVerdict("broken", {
  control: "files-private-keys",
  target: "app-10",
  value:
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl margaret@laptop.lan\n/home/margaret/.ssh/id_rsa (ADA, Ada's, app-1-old)\nlisten [2001:0470:1F0B:0:0:0:0:2]:443 2001:470:1f0b::2. ether 52:54:00:12:34:56 key SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG 127.0.0.1 ::1 at 10:11:12",
});

function occurs(text: string, name: string): boolean {
  return new RegExp(`(?<![a-z0-9.:])${name.replaceAll(/[.[\]]/g, "\\$&")}(?![a-z0-9])`, "i").test(text);
}

describe("redact", () => {
  const original = sampleAudit({ verdicts: [...sampleAudit().verdicts, leaky] });
  const redacted = redact(original, names);
  const json = auditJson(redacted);

  test("the names do occur in the original", () => {
    for (const name of known) expect(occurs(auditJson(original), name), name).toBe(true);
  });

  test.each([
    ["JSON", json],
    ["terminal", terminalReport(redacted, { width: 120, colour: false, all: true })],
    ["SARIF", sarifReport(redacted)],
    ["JUnit", junitReport(redacted)],
    ["HTML", htmlReport(redacted)],
  ])("none of them is left in %s", (_report, text) => {
    expect(known.filter((name) => occurs(text, name))).toEqual([]);
    expect(text).not.toMatch(/AAAAC3|abcdefghijklmnopqrstuvwxyz0123456789|app-10/);
  });

  test("the same thing gets the same alias everywhere, another thing another", () => {
    expect(redacted.targets.map((target) => target.id)).toEqual(["host-1", "host-2", "host-3"]);
    expect(redacted.verdicts.find((verdict) => verdict.control === "database-port-closed")?.target).toBe("host-2");
    expect(redacted.targets[1]?.reached).toMatch(/^ssh account-\d+@192\.0\.2\.1 via host-1$/);
    const value = redacted.verdicts.at(-1)?.evidence[0]?.value ?? "";
    const [first, second] = [...value.matchAll(/2001:db8::[0-9a-f]+/g)].map(([found]) => found);
    expect(first).toBe(second);
    expect(value).toContain("/home/account-");
  });

  test("keeps what names nobody: verdicts, answers, controls, times, loopback, sentences", () => {
    const shape = (audit: typeof original): unknown => [
      audit.started,
      audit.coverage.verdicts,
      audit.verdicts.map((each) => [each.control, each.verdict, each.inside.outcome]),
      audit.answers.map((each) => [each.breach, each.answer, each.bounds]),
    ];
    expect(shape(redacted)).toEqual(shape(original));
    expect(json).toContain("127.0.0.1 ::1 at 10:11:12");
    expect(json).toContain("/etc/sudoers.d/90-cloud-init-users");
    expect(json).toContain("NOPASSWD for account-");
  });

  test("is deterministic, and changes nothing in the audit that it is given", () => {
    const before = JSON.stringify(original);
    expect(redact(original, names)).toEqual(redacted);
    expect(JSON.stringify(original)).toBe(before);
  });

  test("more addresses than documentation has still get names of their own", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `10.1.${Math.floor(index / 250)}.${index % 250}`);
    const seen = redact(
      sampleAudit({
        answers: [],
        fixFirst: [],
        verdicts: many.map((address) => sampleVerdict("proven", { control: "c", target: "app-1", value: address })),
      }),
    );
    expect(new Set(seen.verdicts.map((verdict) => verdict.evidence[0]?.value)).size).toBe(1_000);
  });

  test("a name full of pattern characters is only a name", () => {
    const odd = redact(sampleAudit({ service: "a.*(b" }), { people: ["x+[y", "$&"] });
    expect(odd.service).not.toContain("a.*(b");
  });
});
