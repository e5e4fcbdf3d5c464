import { defineControl, everyHost } from "@secondlock/model";
import { enabledUnits } from "../../facts/enabled-units.ts";
import { isDeclared, isLoopback, listeners, listenerTitle } from "../../facts/listeners.ts";
import { brokenBy } from "../../facts/named-verdict.ts";
import { isUnneeded, unneededUnits } from "../../facts/unneeded-units.ts";
import { unitsDisabled } from "../../states/units-disabled.ts";

export const noUnneededServices = defineControl({
  id: "no-unneeded-services",
  title: "Nothing starts that the host does not need",
  why: "Each of these services has a history of holes, and a server needs none of them unless somebody says why.",
  severity: "medium",
  area: "services",
  covers: ["R071", "R035"],
  applies: everyHost,
  facts: { units: enabledUnits, sockets: listeners },
  verdict({ units, sockets }, wanted) {
    const found = units.filter((unit) => isUnneeded(unit, wanted));
    const mail = sockets
      .filter((one) => one.port === 25 && !isLoopback(one) && !isDeclared(one, wanted))
      .map(listenerTitle);
    return brokenBy(
      [...found, ...mail],
      "not needed, or not declared",
      "no service starts that is known to be unneeded",
    );
  },
  attempt: { none: "what listens is tried by ports-as-declared" },
  fix: (wanted) => [unitsDisabled(unneededUnits.filter((unit) => isUnneeded(unit, wanted)))],
  references: ["CIS Debian 12, server services"],
});
