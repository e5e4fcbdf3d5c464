import { testControl } from "../../../testing/test-control.ts";
import { applicationRestarts } from "./application-restarts.ts";

const unit = { Id: "shop.service", Restart: "on-failure", UnitFileState: "enabled" };

testControl(applicationRestarts, {
  holds: { "after a crash and after a restart": { facts: { units: [unit] } } },
  broken: {
    "a unit with the defaults of Debian 12": { facts: { units: [{ ...unit, Restart: "no" }] }, because: /stays down/ },
    "never enabled": { facts: { units: [{ ...unit, UnitFileState: "disabled" }] }, because: /does not start/ },
    "started by hand": { facts: { units: [] }, because: /no unit/, stays: true },
  },
});
