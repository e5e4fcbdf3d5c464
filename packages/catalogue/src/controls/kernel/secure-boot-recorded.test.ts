import { testControl } from "../../../testing/test-control.ts";
import { secureBootRecorded } from "./secure-boot-recorded.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(secureBootRecorded, {
  holds: { "switched on": { facts: { machine, boot: { grub: true, password: false, secureBoot: "on" } } } },
  broken: {
    "switched off": { facts: { machine, boot: { grub: true, password: false, secureBoot: "off" } }, because: /off/ },
    "Debian 12 on an old machine": {
      facts: { machine, boot: { grub: true, password: false, secureBoot: "no UEFI" } },
      because: /UEFI/,
    },
  },
  notApplicable: { "a rented machine": { vendor: "example-cloud" } },
});
