import { broken, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { openerUnits } from "../../facts/opener-units.ts";
import { swaps } from "../../facts/swaps.ts";
import { openerMemoryKept } from "../../states/opener-memory.ts";

export const sealedOpenerMemory = defineControl({
  id: "sealed-opener-memory",
  title: "What was opened reaches no core dump and no swap",
  why: "The values are in memory for as long as the application runs; a dump or swap puts them on the disk in clear.",
  severity: "medium",
  area: "application",
  covers: ["R160", "R145"],
  applies: everyHost,
  facts: { units: openerUnits, swap: swaps },
  verdict({ units, swap }) {
    if (units.length === 0) return notApplicable("no unit starts a program through secondlock run");
    const wrong = units.flatMap(({ unit, coreLimit, swapLimit }) => [
      ...(coreLimit === "0" ? [] : [`${unit} may dump its memory (LimitCORE=${coreLimit})`]),
      ...(swapLimit === "0" || swap.length === 0 ? [] : [`${unit} may be swapped out (MemorySwapMax=${swapLimit})`]),
    ]);
    if (wrong.length > 0) return broken(wrong.slice(0, 4).join(", "));
    return holds(
      `${units.map(({ unit }) => unit).join(", ")}: no dump${swap.length === 0 ? ", and no swap here" : ""}`,
    );
  },
  attempt: { none: "the application would have to fail" },
  fix: () => [openerMemoryKept()],
  lock: (host) => ({ stops: ["read"], domains: [`host:${host.id}`] }),
  references: ["man systemd.exec (LimitCORE=)", "man systemd.resource-control (MemorySwapMax=)", "CWE-528"],
});
