import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { editorBackups } from "./editor-backups.ts";

const file = (path: string, mode = 0o644): FileRecord => ({ path, mode, owner: "root", group: "root", kind: "file" });
const left = (...files: readonly FileRecord[]): { left: { files: readonly FileRecord[]; complete: boolean } } => ({
  left: { files, complete: true },
});

testControl(editorBackups, {
  holds: {
    "Debian 12 as installed": { facts: left() },
    "closed copies": { facts: left(file("/srv/shop/config.json.bak", 0o600)) },
  },
  broken: {
    "config.php~ in the web root": { facts: left(file("/var/www/html/config.php~")), because: /config\.php~/ },
    "an editor is still open": {
      facts: left(file("/usr/local/application/config/.production.json.swp")),
      because: /swp/,
    },
  },
});
