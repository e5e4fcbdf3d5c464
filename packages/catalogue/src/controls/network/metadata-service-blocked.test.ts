import { testControl } from "../../../testing/test-control.ts";
import { asDeclared, chainOf, condition, noFirewall, rule } from "../../../testing/firewall-examples.ts";
import { metadataServiceBlocked } from "./metadata-service-blocked.ts";

testControl(metadataServiceBlocked, {
  holds: {
    "as the service file declares": { facts: { firewall: asDeclared }, wanted: { vendor: "example-cloud" } },
    "everything that goes out is dropped": {
      facts: { firewall: { chains: [chainOf("output", "drop", [])] } },
      wanted: { vendor: "example-cloud" },
    },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: { firewall: noFirewall }, wanted: { vendor: "example-cloud" } },
    "only one account is kept away": {
      facts: {
        firewall: {
          chains: [
            chainOf("output", "accept", [
              rule("drop", condition("owner", "1000"), condition("destination", "169.254.169.254")),
            ]),
          ],
        },
      },
      wanted: { vendor: "example-cloud" },
    },
  },
  notApplicable: { "no vendor named": {} },
  attempt: {
    wanted: { vendor: "example-cloud" },
    succeeds: { "it answers": [{ kind: "ordinary-command", status: 0, output: "connected" }] },
    refused: { "it does not": [{ kind: "ordinary-command", status: 1, output: "" }] },
  },
});
