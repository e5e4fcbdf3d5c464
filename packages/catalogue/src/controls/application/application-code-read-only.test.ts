import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { applicationCodeReadOnly } from "./application-code-read-only.ts";

const top: FileRecord = {
  path: "/usr/local/application",
  mode: 0o750,
  owner: "root",
  group: "application",
  kind: "directory",
};
const tree = (...files: readonly FileRecord[]): { tree: { files: readonly FileRecord[]; complete: boolean } } => ({
  tree: { files, complete: true },
});
const code: FileRecord = { ...top, path: "/usr/local/application/app.js", mode: 0o640, kind: "file" };

testControl(applicationCodeReadOnly, {
  holds: {
    "root's, readable by the application": { facts: tree(top, code) },
    "its configuration is its own": {
      facts: tree(top, { ...code, path: "/usr/local/application/config/config-production.json", owner: "application" }),
    },
  },
  broken: {
    "the guide's chown -R application": {
      facts: tree({ ...top, owner: "application" }, { ...code, owner: "application" }),
      because: /app\.js/,
    },
    "its group writes": { facts: tree(top, { ...code, mode: 0o660 }), because: /0660/ },
    "everybody writes, with the umask of Debian 12 as installed and chmod 777": {
      facts: tree(top, { ...code, mode: 0o777 }),
    },
  },
});
