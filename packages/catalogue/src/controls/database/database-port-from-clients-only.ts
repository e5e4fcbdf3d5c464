import { byHand, defineControl, holds, undecided } from "@secondlock/model";
import { databasePort } from "../../attempts/database-port.ts";
import { declaredDatabase, everyDatabase, withDatabaseHere } from "../../facts/database-verdict.ts";
import { firewall } from "../../facts/firewall.ts";
import { isDropped } from "../../facts/firewall-walk.ts";
import { isLoopback, listeners } from "../../facts/listeners.ts";
import { brokenBy } from "../../facts/named-verdict.ts";

export const databasePortFromClientsOnly = defineControl({
  id: "database-port-from-clients-only",
  title: "Only the application reaches the database's port",
  why: "Every place that reaches the port can try passwords and holes of the database.",
  severity: "high",
  area: "database",
  covers: ["R042", "R055", "R101"],
  applies: withDatabaseHere,
  each: everyDatabase,
  facts: { sockets: listeners, firewall },
  verdict({ sockets, firewall: rules }, wanted, instance) {
    const port = declaredDatabase(wanted, instance)?.port;
    const open = sockets.filter((one) => one.protocol === "tcp" && one.port === port);
    if (port === undefined || open.length === 0) return undecided("nothing waits on the database's port");
    if (open.every(isLoopback)) return holds("the port is open to the host itself only");
    const reached = ([4, 6] as const).filter(
      (family) => !isDropped(rules, { hook: "input", family, protocol: "tcp", port }),
    );
    return brokenBy(
      reached.map((family) => `IPv${family}`),
      `the firewall lets anybody in to port ${port}`,
      `the firewall drops strangers on port ${port}`,
    );
  },
  attempt: databasePort,
  fix: () => [
    byHand(
      "Declare the port with the hosts that use it (from: [app-1]), and load the firewall that the other controls write.",
    ),
  ],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 4.1.1"],
});
