import { testControl } from "../../../testing/test-control.ts";
import { bootFilesModes } from "./boot-files-modes.ts";

const config = { path: "/boot/grub/grub.cfg", mode: 0o600, owner: "root", group: "root", kind: "file" } as const;

testControl(bootFilesModes, {
  holds: { "Debian 12 as installed": { facts: { guarded: { files: [config], complete: true } } } },
  broken: {
    "an older installation": {
      facts: { guarded: { files: [{ ...config, mode: 0o444 }], complete: true } },
      because: /0444/,
    },
    "given away": {
      facts: { guarded: { files: [{ ...config, owner: "deploy" }], complete: true } },
      because: /deploy/,
    },
  },
  notApplicable: { "a vendor's kernel": { allow: ["vendor-boot"] } },
  attempt: {
    succeeds: { "it opens": [{ kind: "ordinary-command", status: 0, output: "#" }] },
    refused: { "permission denied": [{ kind: "ordinary-command", status: 1, output: "" }] },
  },
});
