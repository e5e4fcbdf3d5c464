import { expect, it } from "vitest";
import { auditorSshdFile } from "./auditor-account.ts";
import { shields } from "./sshd-shield.ts";

const matching = (value: string) =>
  shields({
    lines: [{ file: "/etc/ssh/sshd_config", line: 9, keyword: "match", value, underMatch: true }],
    files: [],
    directories: [],
    cases: [],
    complete: true,
  });

it.each([
  "Address 203.0.113.250",
  "Address 10.0.0.0/8,203.0.113.0/24",
  "Address 0.0.0.0/0",
  "Address *,!203.0.113.250",
  "Address 203.0.113.*",
  "user ada address=2001:db8::/32",
  "Address 2001:0db8:00fa::7",
  'Host "*.invalid"',
])("is about the places that are asked from: Match %s", (value) => {
  expect(matching(value)).toEqual([`/etc/ssh/sshd_config:9 Match ${value}`]);
});

it.each([
  "Address 10.0.0.0/8",
  "Address 203.0.112.0/24",
  "User ada",
  "all",
  "Address 2001:db8:fb::/48",
  "Host *.example",
  "Group 203.0.113.250",
])("is about others: Match %s", (value) => {
  expect(matching(value)).toEqual([]);
});

it("is not about others when it is our own, for the auditor alone", () => {
  const auditor = { account: "secondlock-auditor", keys: [], from: ["192.0.2.9"], keyHome: "ci" } as const;
  const block = (user: string, file: string): readonly string[] =>
    shields(
      {
        lines: [{ file, line: 9, keyword: "match", value: `User ${user} Address *,!192.0.2.9`, underMatch: true }],
        ...{ files: [], directories: [], cases: [], complete: true },
      },
      { auditor },
    );
  expect(block(auditor.account, auditorSshdFile)).toEqual([]);
  expect(block("ada", auditorSshdFile)).toHaveLength(1);
  expect(block(auditor.account, "/etc/ssh/sshd_config.d/10-other.conf")).toHaveLength(1);
});
