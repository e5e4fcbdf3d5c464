import { expect, it } from "vitest";
import { brought, settledBy, written } from "../../testing/brought.ts";
import { openerUnit } from "../../testing/sealed-examples.ts";
import { openerMemoryKept } from "./opener-memory.ts";

const open = openerUnit({ coreLimit: "infinity", swapLimit: "infinity" });

it("gives each unit that needs it a drop-in, and starts it anew where it runs", () => {
  const changes = brought([openerMemoryKept()], [open, openerUnit({ unit: "worker.service" })]);

  expect(written(changes)).toEqual({
    "/etc/systemd/system/shop.service.d/50-secondlock-opener.conf":
      "# Managed by Secondlock: no copy of opened secrets on the disk.\n[Service]\nLimitCORE=0\nMemorySwapMax=0\n",
  });
  expect(changes.filter(({ kind }) => kind === "unit")).toEqual([
    { kind: "unit", unit: "shop.service", enabled: true, active: true, restart: true },
  ]);
});

it("leaves one that was stopped as it is, and does nothing twice", () => {
  const changes = brought([openerMemoryKept()], [{ ...open, active: false, state: "disabled" }]);

  expect(changes.at(-1)).toMatchObject({ enabled: false, active: false });
  expect(brought([openerMemoryKept()], settledBy([openerMemoryKept()], [open]))).toEqual([]);
});
