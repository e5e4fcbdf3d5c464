import { testControl } from "../../../testing/test-control.ts";
import { noUnownedFiles } from "./no-unowned-files.ts";

const file = { path: "/usr/bin/su", mode: 0o4755, owner: "root", group: "root", kind: "file" } as const;

testControl(noUnownedFiles, {
  holds: { "Debian 12 as installed": { facts: { odd: { files: [file], complete: true } } } },
  broken: {
    "an account was deleted": {
      facts: {
        odd: {
          complete: true,
          files: [file, { ...file, path: "/srv/bob", mode: 0o755, owner: "1004", group: "1004" }],
        },
      },
      because: /\/srv\/bob \(0755 1004:1004\)/,
    },
    "found before the time was over": { facts: { odd: { complete: false, files: [{ ...file, owner: "1004" }] } } },
    "its group only": { facts: { odd: { complete: true, files: [{ ...file, path: "/srv/shop", group: "1004" }] } } },
  },
});
