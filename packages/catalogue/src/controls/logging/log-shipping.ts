import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { logSenders } from "../../facts/log-senders.ts";
import { logShippers, systemUnits, unitOf } from "../../facts/system-units.ts";

export const logShipping = defineControl({
  id: "log-shipping",
  title: "Logs leave the host as they are written",
  why: "Whoever becomes root on a host rewrites its logs; what has already left is beyond their reach.",
  severity: "medium",
  area: "logging",
  covers: ["R093", "R078", "R223"],
  applies: everyHost,
  facts: { shipping: logSenders, units: systemUnits },
  verdict({ shipping: { forwards, encrypted }, units }) {
    const running = logShippers.filter((name) => unitOf(units, `${name}.service`).active);
    if (running.length > 0) return holds(`${running.join(", ")} runs`);
    if (forwards.length === 0) return broken("no program sends the logs anywhere");
    if (!unitOf(units, "rsyslog.service").active)
      return broken(`rsyslog is told to send them (${forwards[0]}), and does not run`);
    return encrypted
      ? holds(`rsyslog sends them with TLS (${forwards[0]})`)
      : broken(`rsyslog sends them in clear text (${forwards[0]})`);
  },
  attempt: { none: "whether a message arrives shows only at the other end" },
  fix: () => [
    byHand(
      'Send the logs to a log server of yours over TLS, and declare its port under outbound: of the host. With systemd-journal-upload, Vector, or rsyslog: apt-get install rsyslog rsyslog-gnutls; write into /etc/rsyslog.d/60-ship.conf: global(DefaultNetstreamDriverCAFile="/etc/ssl/log-server.crt") and action(type="omfwd" target="LOG-SERVER" port="6514" protocol="tcp" StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="LOG-SERVER"); and run systemctl restart rsyslog.',
    ),
  ],
  lock: (host) => ({ stops: ["unnoticed"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 6.1.2", "man systemd-journal-upload"],
});
