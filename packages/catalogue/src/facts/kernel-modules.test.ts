import { testFact } from "../../testing/test-fact.ts";
import { kernelModules } from "./kernel-modules.ts";

testFact(kernelModules, {
  "Debian 12 as installed": {
    outputs: { modules: "loaded ext4\nloaded usb_storage\navailable usb-storage\navailable sctp\nrefused dccp\nend\n" },
    gives: { loaded: ["ext4", "usb-storage"], available: ["usb-storage", "sctp"], refused: ["dccp"] },
  },
  "a host without modprobe": { outputs: { modules: "none\nend\n" }, gives: { loaded: [], available: [], refused: [] } },
});
