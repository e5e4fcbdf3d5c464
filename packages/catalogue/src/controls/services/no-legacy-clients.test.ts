import { testControl } from "../../../testing/test-control.ts";
import { noLegacyClients } from "./no-legacy-clients.ts";

testControl(noLegacyClients, {
  holds: { "Debian 12, the smallest install": { facts: { packages: [] } } },
  broken: {
    "Debian 12 with the standard tools": { facts: { packages: ["inetutils-telnet"] }, because: /inetutils-telnet/ },
    "Ubuntu 24.04 as installed": { facts: { packages: ["inetutils-telnet", "tnftp"] }, because: /tnftp/ },
  },
});
