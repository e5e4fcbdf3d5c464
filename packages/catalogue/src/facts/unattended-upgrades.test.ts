import { testFact } from "../../testing/test-fact.ts";
import { unattendedUpgrades } from "./unattended-upgrades.ts";

testFact(unattendedUpgrades, {
  "Ubuntu 24.04 as installed": { outputs: { package: "installed package\nend\n" }, gives: true },
  "removed, its settings are still there": { outputs: { package: "config-files package\nend\n" }, gives: false },
  "Debian 12 as installed: dpkg has never heard of it": { outputs: { package: "end\n" }, gives: false },
  "a host without dpkg": { outputs: { package: { status: 127 } }, unreadable: /./ },
});
