import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { temporaryDirectoriesSticky } from "./temporary-directories-sticky.ts";

const folder = (path: string, mode = 0o1777, owner = "root"): FileRecord => ({
  path,
  mode,
  owner,
  group: "root",
  kind: "directory",
});
const stock = ["/tmp", "/var/tmp", "/dev/shm"].map((path) => folder(path));
const none = { files: [], complete: true };

testControl(temporaryDirectoriesSticky, {
  holds: { "Debian 12 as installed": { facts: { odd: none, guarded: { files: stock, complete: true } } } },
  broken: {
    "/tmp was made anew": {
      facts: { odd: none, guarded: { files: [folder("/tmp", 0o777)], complete: true } },
      because: /\/tmp \(0777/,
    },
    "/tmp belongs to an application": {
      facts: { odd: none, guarded: { files: [folder("/tmp", 0o1777, "application")], complete: true } },
    },
    "an upload folder for everybody": {
      facts: {
        odd: { files: [folder("/srv/upload", 0o777)], complete: true },
        guarded: { files: stock, complete: true },
      },
      because: /upload/,
    },
  },
});
