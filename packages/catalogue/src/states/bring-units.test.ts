import type { Change, State } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { brought, settledBy } from "../../testing/brought.ts";
import { parseUnits } from "../facts/system-units.ts";
import { clockInStep } from "./clock.ts";
import { legacyPackagesRemoved } from "./legacy-packages-removed.ts";
import { unattendedUpgradesInstalled } from "./unattended-upgrades-installed.ts";
import { unitEnabled } from "./unit-enabled.ts";
import { unitStopped } from "./unit-stopped.ts";
import { unitsDisabled } from "./units-disabled.ts";

// as `systemctl show` prints them on a Debian 12 that has chrony and a stopped timer
const units = parseUnits(`Restart=no
Id=apt-daily.timer
LoadState=loaded
ActiveState=inactive
UnitFileState=disabled

Restart=on-failure
Id=chrony.service
LoadState=loaded
ActiveState=active
UnitFileState=enabled

Restart=no
Id=ntpsec.service
LoadState=not-found
ActiveState=inactive
UnitFileState=
`);
const timesyncd = "systemd-timesyncd.service";

// oxlint-disable-next-line typescript/no-explicit-any -- one table over facts of mixed types
const cases: Readonly<Record<string, { states: readonly State<any>[]; value: unknown; changes: readonly Change[] }>> = {
  "a timer is started": {
    states: [unitEnabled("apt-daily.timer")],
    value: units,
    changes: [{ kind: "unit", unit: "apt-daily.timer", enabled: true, active: true }],
  },
  "a unit that is not there is brought by its package": {
    states: [unitEnabled(timesyncd, { package: "systemd-timesyncd" })],
    value: units,
    changes: [
      { kind: "package", package: "systemd-timesyncd", wanted: "installed" },
      { kind: "unit", unit: timesyncd, enabled: true, active: true },
    ],
  },
  "a unit that is not there, and that nothing brings, stays so": {
    states: [unitEnabled("apt-daily-upgrade.timer"), unitEnabled("apt-daily-upgrade.timer")],
    value: {},
    changes: [],
  },
  "a rival is stopped": {
    states: [unitStopped("chrony.service")],
    value: units,
    changes: [{ kind: "unit", unit: "chrony.service", enabled: false, active: false }],
  },
  "a rival that is not there stays so": { states: [unitStopped("ntpsec.service")], value: units, changes: [] },
  "unneeded services, those that are there": {
    states: [unitsDisabled(["cups.service", "rpcbind.socket"])],
    value: ["ssh.service", "rpcbind.socket"],
    changes: [{ kind: "unit", unit: "rpcbind.socket", enabled: false, active: false }],
  },
  "old clients, those that are there": {
    states: [legacyPackagesRemoved()],
    value: ["inetutils-telnet", "tnftp"],
    changes: [
      { kind: "package", package: "inetutils-telnet", wanted: "removed" },
      { kind: "package", package: "tnftp", wanted: "removed" },
    ],
  },
  "updates by themselves": {
    states: [unattendedUpgradesInstalled()],
    value: false,
    changes: [{ kind: "package", package: "unattended-upgrades", wanted: "installed" }],
  },
  "a clock that follows nothing": {
    states: [clockInStep()],
    value: { synchronised: false },
    changes: [{ kind: "unit", unit: timesyncd, enabled: true, active: true }],
  },
};

describe("units and packages", () => {
  it.each(Object.entries(cases))("%s", (_name, { states, value, changes }) => {
    expect(brought(states, value)).toEqual(changes);
    if (changes.length > 0) expect(brought(states, settledBy(states, value))).toEqual([]);
  });

  it("starts no second program beside chrony", () => {
    expect(brought([clockInStep()], { synchronised: false, offset: 12 })).toEqual([]);
  });
});
