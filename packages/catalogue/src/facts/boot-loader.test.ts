import { testFact } from "../../testing/test-fact.ts";
import { bootLoader } from "./boot-loader.ts";

testFact(bootLoader, {
  "a Debian 12 that followed the old guide": {
    outputs: { boot: "boot no UEFI\nend\n" },
    gives: { grub: false, password: false, secureBoot: "no UEFI" },
  },
  "stopped half way": { outputs: { boot: "boot no UEFI\n" }, unreadable: /before its end/ },
});
