import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { environmentFilesModes } from "./environment-files-modes.ts";

const file = (path: string, mode = 0o644): FileRecord => ({ path, mode, owner: "root", group: "root", kind: "file" });
const left = (...files: readonly FileRecord[]): { left: { files: readonly FileRecord[]; complete: boolean } } => ({
  left: { files, complete: true },
});

testControl(environmentFilesModes, {
  holds: {
    "Debian 12 as installed": { facts: left() },
    "for the application only": { facts: left(file("/srv/shop/.env", 0o400)) },
    "an example without values": { facts: left(file("/srv/shop/.env.example")) },
  },
  broken: {
    "copied with the usual umask": { facts: left(file("/srv/shop/.env")), because: /\/srv\/shop\/\.env/ },
    "the one for production": { facts: left(file("/opt/shop/.env.production")) },
    "by another name": { facts: left(file("/opt/shop/shop.env")), because: /shop\.env/ },
  },
  attempt: {
    succeeds: { "one can be read": [{ kind: "ordinary-command", status: 0, output: "/srv/shop/.env\n" }] },
    refused: { "none is found": [{ kind: "ordinary-command", status: 0, output: "" }] },
  },
});
