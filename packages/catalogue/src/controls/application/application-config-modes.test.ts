import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { applicationConfigModes } from "./application-config-modes.ts";

const folder: FileRecord = {
  path: "/usr/local/application/config",
  mode: 0o700,
  owner: "application",
  group: "application",
  kind: "directory",
};
const file: FileRecord = {
  ...folder,
  path: "/usr/local/application/config/config-production.json",
  mode: 0o400,
  kind: "file",
};
const guarded = (
  ...files: readonly FileRecord[]
): { guarded: { files: readonly FileRecord[]; complete: boolean } } => ({ guarded: { files, complete: true } });

testControl(applicationConfigModes, {
  holds: {
    "the guide's 700 and 400": { facts: guarded(folder, file) },
    "root's, readable by the application's group": {
      facts: guarded({ ...folder, owner: "root", mode: 0o750 }, { ...file, owner: "root", mode: 0o640 }),
    },
  },
  broken: {
    "copied by hand, with the umask of Debian 12 as installed": {
      facts: guarded({ ...folder, mode: 0o755 }, { ...file, mode: 0o644 }),
      because: /0644/,
    },
    "the copy of an editor": {
      facts: guarded(folder, file, { ...file, path: `${file.path}~`, mode: 0o644 }),
      because: /json~/,
    },
    "the web server's group reads it": {
      facts: guarded(folder, { ...file, mode: 0o440, group: "www-data" }),
      because: /www-data/,
    },
    "an administrator owns it": { facts: guarded(folder, { ...file, owner: "ada" }), because: /ada/ },
  },
  notApplicable: {
    "nothing is declared": { application: { user: "application", directory: "/srv/shop", config: [], tlsKeys: [] } },
  },
  attempt: {
    succeeds: { "it opens": [{ kind: "ordinary-command", status: 0, output: "{" }] },
    refused: { "permission denied": [{ kind: "ordinary-command", status: 1, output: "" }] },
  },
});
