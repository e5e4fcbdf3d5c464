import { expect, it } from "vitest";
import { theHost } from "@secondlock/model";
import type { AlertCarrier, AlertChannels } from "../../facts/alert-channels.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { loginAlertTransport } from "./login-alert-transport.ts";

const none: AlertChannels = {
  ...{ mailsLogins: false, mailServers: [], recipients: [], mailer: "none" },
  ...{ carriers: [], quietLists: [] },
};
type Facts = { channels: AlertChannels };
const monit = (changes: Partial<AlertChannels> = {}): Facts => ({
  channels: {
    ...none,
    mailsLogins: true,
    mailServers: [{ host: "smtp.example", tls: true }],
    recipients: ["not instance,action"],
    ...changes,
  },
});
const script = (changes: Partial<AlertCarrier> = {}, mailer = "none"): Facts => {
  const carrier = { path: "/usr/local/sbin/told", there: true, runs: true, does: ["client", "https", "logs"] };
  return { channels: { ...none, mailer, carriers: [{ ...carrier, ...changes }] } };
};

testControl(loginAlertTransport, {
  holds: {
    "the guide's Monit with mail over TLS": { facts: monit(), because: /Monit/ },
    "a channel of our own": {
      facts: { channels: { ...none, own: [{ name: "ops", kind: "webhook", missing: [] }] } },
      because: /channel ops/,
    },
    "a hook over https": { facts: script(), because: /told/ },
    "mail by the host's own mail program": { facts: script({ does: ["mail", "logs"] }, "sends") },
    "a relay of our own": { facts: monit({ mailServers: [{ host: "localhost", tls: false }], mailer: "sends" }) },
    "the mail is broken, and the hook works": {
      facts: { channels: { ...monit({ mailServers: [] }).channels, carriers: script().channels.carriers } },
      because: /^\/usr\/local\/sbin\/told$/,
    },
  },
  broken: {
    "Monit without a mail server": { facts: monit({ mailServers: [] }), because: /no mail server/ },
    "nobody to write to": { facts: monit({ recipients: [] }), because: /nobody/ },
    "the filter drops the login": { facts: monit({ recipients: ["not content,instance"] }), because: /filter/ },
    "only for time-outs": { facts: monit({ recipients: ["only timeout"] }), because: /filter/ },
    "mail in clear text": { facts: monit({ mailServers: [{ host: "smtp.example", tls: false }] }), because: /clear/ },
    "exim of Debian 12 as installed": {
      facts: monit({ mailServers: [{ host: "localhost", tls: false }], mailer: "local" }),
      because: /does not leave/,
    },
    "a channel of our own without its secret": {
      facts: { channels: { ...none, own: [{ name: "ops", kind: "slack", missing: ["HOOK"] }] } },
      because: /waits for HOOK/,
    },
    "a script that lies there, where a channel is declared": {
      facts: script({ there: false }),
      wanted: {
        alerts: { channels: [{ kind: "webhook", name: "ops", url: "https://alerts.example/in" }], quiet: [] },
      },
    },
    "the script is gone": { facts: script({ there: false }), because: /not there/ },
    "Ruby was removed": { facts: script({ runs: false }), because: /not installed/ },
    "curl -k": { facts: script({ does: ["client", "https", "logs", "unchecked"] }), because: /does not check/ },
    "a hook over http": { facts: script({ does: ["client", "http", "logs"] }), because: /clear text/ },
    "what fails is never written down": { facts: script({ does: ["https"] }), because: /no record/ },
    "mail that stays": { facts: script({ does: ["mail"] }, "local"), because: /does not leave/ },
  },
});

it("does not apply to Debian 12 as installed, where nothing looks at logins", () => {
  const verdict = loginAlertTransport.verdict({ channels: none }, exampleHost(), theHost);
  expect(verdict).toMatchObject({ inside: "not applicable" });
});

it("cannot tell how a program sends that it does not understand", () => {
  const verdict = loginAlertTransport.verdict(script({ does: [] }), exampleHost(), theHost);
  expect(verdict).toMatchObject({ inside: "unreadable" });
});
