import { describe, expect, test } from "vitest";
import { parseService } from "./load.ts";
import { wantedOf } from "./wanted.ts";

const file = (alerts: string, more = ""): string =>
  `service: s\nhosts: { a: { ssh: x@203.0.113.7 }, b: { ssh: x@203.0.113.8 } }\nalerts: ${alerts}\n${more}`;

function alertsOn(host: string, text: string): unknown {
  const read = parseService(text, "secondlock.yaml");
  if (!read.ok) throw new Error(read.problems.map(({ what }) => what).join("; "));
  return wantedOf(read.value, "2026-11-21").hosts.find(({ id }) => id === host)?.alerts;
}

function problems(text: string): string {
  const read = parseService(text, "secondlock.yaml");
  return read.ok ? "" : read.problems.map(({ what }) => what).join("; ");
}

describe("alerts", () => {
  test("every kind of channel", () => {
    const channels = `
  ops: { webhook: "https://alerts.example/in" }
  near: { webhook: "http://198.18.0.2:8080/in" }
  chat: { slack: sealed:HOOK }
  phone: { pushover: { token: sealed:TOKEN, user: sealed:USER_KEY } }
  mail: { smtp: { server: smtp.example, from: a@shop.example, to: [b@shop.example], user: a, password: sealed:MAIL } }`;
    expect(alertsOn("a", file(channels))).toEqual({
      channels: [
        { kind: "webhook", name: "ops", url: "https://alerts.example/in" },
        { kind: "webhook", name: "near", url: "http://198.18.0.2:8080/in" },
        { kind: "slack", name: "chat", url: "sealed:HOOK" },
        { kind: "pushover", name: "phone", token: "sealed:TOKEN", user: "sealed:USER_KEY" },
        {
          ...{ kind: "smtp", name: "mail", server: "smtp.example", port: 587, from: "a@shop.example" },
          ...{ to: ["b@shop.example"], account: "a", password: "sealed:MAIL" },
        },
      ],
      quiet: [],
    });
  });

  test("the quiet list of a host, without what has ended", () => {
    const quiet = `quiet:
  - { account: copy, from: "2001:DB8::7", command: /usr/bin/rsync  -a, reason: nightly }
  - { account: copy, from: 203.0.113.9, hosts: [b], reason: elsewhere }
  - { account: copy, from: 203.0.113.9, until: 2026-11-20, reason: over }
`;
    expect(alertsOn("a", file("{ ops: { slack: sealed:HOOK } }", quiet))).toMatchObject({
      quiet: [{ account: "copy", from: "2001:db8::7", command: "/usr/bin/rsync -a", reason: "nightly" }],
    });
  });

  test.each([
    ["two kinds in one", "{ a: { slack: sealed:A, webhook: sealed:B } }", /more than one channel/],
    ["none", "{ a: {} }", /is no channel/],
    ["clear text to a name", '{ a: { webhook: "http://alerts.example/in" } }', /clear text/],
    ["clear text to a public address", '{ a: { webhook: "http://203.0.113.7/in" } }', /clear text/],
    ["a secret in the address", '{ a: { webhook: "https://alerts.example/in?token=x" } }', /may hold a secret/],
    ["no address", "{ a: { webhook: alerts.example } }", /neither/],
    ["a line break by mail", '{ a: { smtp: { server: m.example, from: "a@b\\nx", to: [a@b.example] } } }', /mail/],
    ["a secret in clear", "{ a: { slack: something } }", /not a sealed secret/],
  ])("%s is refused", (_name, alerts, wanted) => {
    expect(problems(file(alerts))).toMatch(wanted);
  });

  test("a quiet list names one address, not a network", () => {
    const quiet = "quiet: [{ account: copy, from: 10.0.0.0/24, reason: x }]\n";
    expect(problems(file("{ a: { slack: sealed:A } }", quiet))).toMatch(/not an address/);
  });

  test("secrets of every channel count as named, and must be listed", () => {
    expect(problems(file("{ a: { pushover: { token: sealed:T, user: sealed:U } } }", "secrets: { T: {} }\n"))).toMatch(
      /does not exist: U/,
    );
  });
});
