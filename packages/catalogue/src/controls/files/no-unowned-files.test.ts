import { testControl } from "../../../testing/test-control.ts";
import { noUnownedFiles } from "./no-unowned-files.ts";

const file = { path: "/usr/bin/su", mode: 0o4755, owner: "root", group: "root", kind: "file" } as const;
const systemd = { owner: "65308", group: "65308", mode: 0o700, kind: "directory" } as const;
const ofAlerts = { ...systemd, path: "/var/lib/private/secondlock-alerts" };
const credentials = { ...systemd, path: "/run/credentials/secondlock-alerts.service", group: "root" };

testControl(noUnownedFiles, {
  holds: {
    "Debian 12 as installed": { facts: { odd: { files: [file], complete: true } } },
    "a service that gets a new number from systemd each time, as that of the alerts": {
      facts: { odd: { files: [file, ofAlerts, credentials], complete: true } },
    },
  },
  broken: {
    "such a number elsewhere": {
      facts: { odd: { files: [{ ...ofAlerts, path: "/srv/queue" }], complete: true } },
    },
    "an account's number where services keep theirs": {
      facts: { odd: { files: [{ ...ofAlerts, owner: "1004" }], complete: true } },
    },
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
