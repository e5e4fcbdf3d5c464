import { testControl } from "../../../testing/test-control.ts";
import { applicationUnitHardened } from "./application-unit-hardened.ts";

const unit = {
  Id: "shop.service",
  User: "application",
  NoNewPrivileges: "yes",
  ProtectSystem: "strict",
  ProtectHome: "yes",
  PrivateTmp: "yes",
  PrivateDevices: "yes",
};

testControl(applicationUnitHardened, {
  holds: { "all five": { facts: { units: [unit] } } },
  broken: {
    "a unit with the defaults of Debian 12": {
      facts: {
        units: [
          {
            ...unit,
            NoNewPrivileges: "no",
            ProtectSystem: "no",
            ProtectHome: "no",
            PrivateTmp: "no",
            PrivateDevices: "no",
          },
        ],
      },
      because: /NoNewPrivileges, ProtectSystem/,
    },
    "a second unit was forgotten": {
      facts: { units: [unit, { Id: "shop-worker.service", User: "application" }] },
      because: /shop-worker/,
    },
    "started by hand": { facts: { units: [] }, because: /no unit/, stays: true },
  },
});
