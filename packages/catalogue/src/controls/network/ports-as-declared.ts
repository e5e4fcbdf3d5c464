import { defineControl, onlyWhere } from "@secondlock/model";
import { undeclaredPorts } from "../../attempts/silent-ports.ts";
import { isDeclared, isLoopback, listeners, listenerTitle } from "../../facts/listeners.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { undeclaredServicesStopped } from "../../states/undeclared-services-stopped.ts";

export const portsAsDeclared = defineControl({
  id: "ports-as-declared",
  title: "Only declared ports are open",
  why: "Every port that waits for connections is a program that strangers can try to break.",
  severity: "high",
  area: "network",
  covers: ["R041", "R039", "R055", "R059"],
  applies: onlyWhere(({ portsDeclared }) => portsDeclared, "the service file does not declare the ports of this host"),
  facts: { sockets: listeners },
  verdict({ sockets }, wanted) {
    const open = sockets.filter((one) => !isLoopback(one));
    const unused = wanted.ports.filter(
      ({ port, protocol, to = port }) => !open.some((one) => one.port === to && one.protocol === protocol),
    );
    const idle =
      unused.length === 0
        ? ""
        : `; nothing waits on ${unused.map(({ port, protocol }) => `${port}/${protocol}`).join(", ")}`;
    return brokenBy(
      open.filter((one) => !isDeclared(one, wanted)).map(listenerTitle),
      "not declared",
      `all ${open.length} open sockets are declared${idle}`,
    );
  },
  attempt: undeclaredPorts(),
  fix: (wanted) => [undeclaredServicesStopped(wanted)],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 2.1.22"],
});
