import { openerUnit } from "../../testing/sealed-examples.ts";
import { testFact } from "../../testing/test-fact.ts";
import { openerUnits } from "./opener-units.ts";

const shown = (core: string, swap: string): string =>
  `is ActiveState=active\nis UnitFileState=enabled\nis LimitCORE=${core}\nis MemorySwapMax=${swap}\n`;

testFact(openerUnits, {
  "no systemd, or no such unit": { outputs: { units: "end\n" }, gives: [] },
  "a new unit on Debian 12, not started yet": {
    outputs: {
      units:
        "unit shop.service\nis MemorySwapMax=infinity\nis LimitCORE=infinity\nis ActiveState=inactive\nis UnitFileState=static\nis credential local 5a1c6a86df9d4096b1d5a65e0862f19a\nis credential signing none\nend\n",
    },
    gives: [
      openerUnit({
        ...{ active: false, state: "static", coreLimit: "infinity", swapLimit: "infinity" },
        credentials: { local: "host", signing: "none" },
      }),
    ],
  },
  "a unit as people write it": {
    outputs: { units: `unit shop.service\n${shown("infinity", "infinity")}end\n` },
    gives: [openerUnit({ coreLimit: "infinity", swapLimit: "infinity" })],
  },
  "keys that systemd delivers, each in another way": {
    outputs: {
      units: [
        `unit shop.service\n${shown("0", "0")}is credential local 0c7cc07b117645919c4b0bea08bc20fe\nis credential signing 5a1c6a86df9d4096b1d5a65e0862f19a\n`,
        `unit worker.service\n${shown("0", "0")}is credential local none\nis credential signing unread\nend\n`,
      ].join(""),
    },
    gives: [
      openerUnit({ credentials: { local: "tpm", signing: "host" } }),
      openerUnit({ unit: "worker.service", credentials: { local: "none", signing: "unknown" } }),
    ],
  },
  "cut off": { outputs: { units: `unit shop.service\n${shown("0", "0")}` }, unreadable: /stops before its end/ },
});
