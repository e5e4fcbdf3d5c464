import { theHost } from "@secondlock/model";
import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import { openerUnit } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sealedOpenerMemory } from "./sealed-opener-memory.ts";

const swap = [{ name: "/dev/sda5", file: false }];

testControl(sealedOpenerMemory, {
  holds: {
    "neither dump nor swap": { facts: { units: [openerUnit()], swap }, because: /shop\.service/ },
    "no swap on the host": { facts: { units: [openerUnit({ swapLimit: "infinity" })], swap: [] }, because: /no swap/ },
  },
  broken: {
    "a unit as people write it": {
      facts: { units: [openerUnit({ coreLimit: "infinity", swapLimit: "infinity" })], swap },
      because: /LimitCORE=infinity.*MemorySwapMax=infinity/,
    },
    "one of two units": {
      facts: { units: [openerUnit(), openerUnit({ unit: "worker.service", coreLimit: "4096" })], swap: [] },
      because: /^worker\.service/,
    },
    "a limit is not none": { facts: { units: [openerUnit({ swapLimit: "1048576" })], swap }, because: /1048576/ },
  },
});

it("says nothing of a host where no unit opens anything", () => {
  expect(sealedOpenerMemory.verdict({ units: [], swap }, exampleHost(), theHost).inside).toBe("not applicable");
});
