import { testFact } from "../../testing/test-fact.ts";
import { applicationUnits } from "./application-units.ts";

testFact(applicationUnits, {
  "two units of systemd 252": {
    outputs: {
      units:
        "unit1 Id=shop.service\nunit1 User=application\nunit1 NoNewPrivileges=yes\nunit2 Id=shop-worker.service\nunit2 NoNewPrivileges=no\nend\n",
    },
    gives: [
      { Id: "shop.service", User: "application", NoNewPrivileges: "yes" },
      { Id: "shop-worker.service", NoNewPrivileges: "no" },
    ],
  },
  none: { outputs: { units: "end\n" }, gives: [] },
});
