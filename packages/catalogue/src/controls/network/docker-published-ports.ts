import { byHand, defineControl, notApplicable, onlyWhere } from "@secondlock/model";
import { undeclaredPorts } from "../../attempts/silent-ports.ts";
import { dockerPorts } from "../../facts/docker-ports.ts";
import { isDeclared, isLoopback } from "../../facts/listeners.ts";
import { brokenBy } from "../../facts/named-verdict.ts";

export const dockerPublishedPorts = defineControl({
  id: "docker-published-ports",
  title: "Containers publish only declared ports",
  why: "Docker opens a published port in front of the firewall's own rules for what comes in.",
  severity: "high",
  area: "network",
  covers: ["R041", "R052"],
  applies: onlyWhere(({ portsDeclared }) => portsDeclared, "the service file does not declare the ports of this host"),
  facts: { docker: dockerPorts },
  verdict({ docker }, wanted) {
    if (!docker.installed) return notApplicable("Docker is not installed");
    const open = docker.published.filter(({ address }) => !isLoopback({ address }));
    const wrong = open
      .filter((one) => !isDeclared(one, wanted))
      .map(({ container, address, port, protocol }) => `${container} on ${address} port ${port}/${protocol}`);
    return brokenBy(wrong, "not declared", "containers publish declared ports only");
  },
  attempt: undeclaredPorts(),
  fix: () => [byHand("Publish the port on 127.0.0.1 (127.0.0.1:5432:5432), or declare it with the reason.")],
  references: ["https://docs.docker.com/engine/network/packet-filtering-firewalls/"],
});
