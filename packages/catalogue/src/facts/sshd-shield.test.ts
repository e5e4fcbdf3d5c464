import { expect, it } from "vitest";
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
