import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { backupWorkingFiles } from "./backup-working-files.ts";

const file = (path: string, mode = 0o644): FileRecord => ({ path, mode, owner: "root", group: "root", kind: "file" });
const left = (...files: readonly FileRecord[]): { left: { files: readonly FileRecord[]; complete: boolean } } => ({
  left: { files, complete: true },
});

testControl(backupWorkingFiles, {
  holds: {
    "Debian 12 as installed": {
      facts: left(file("/var/backups/alternatives.tar.0"), file("/var/backups/dpkg.status.0")),
    },
    "a dump for root only": { facts: left(file("/root/backups/production.sql", 0o600)) },
  },
  broken: {
    "what the guide's script leaves behind": {
      facts: left(file("/tmp/backups/production.sql")),
      because: /production\.sql/,
    },
    "a packed dump": { facts: left(file("/var/backups/shop.sql.gz")), because: /shop\.sql\.gz/ },
    "the passphrase beside it": { facts: left(file("/var/tmp/backup-passphrase.txt")), because: /passphrase/ },
  },
  attempt: {
    succeeds: { "one can be read": [{ kind: "ordinary-command", status: 0, output: "/tmp/backups/production.sql\n" }] },
    refused: { "none is found": [{ kind: "ordinary-command", status: 0, output: "" }] },
  },
});
