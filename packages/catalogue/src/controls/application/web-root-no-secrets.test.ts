import type { Observation } from "@secondlock/model";
import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { webRootNoSecrets } from "./web-root-no-secrets.ts";

const web = {
  programs: ["nginx"],
  protocols: [],
  servers: [],
  certificates: [],
  roots: ["/var/www/html", "/srv/shop/public"],
};
const file = (path: string, kind: FileRecord["kind"] = "file"): FileRecord => ({
  path,
  mode: 0o644,
  owner: "root",
  group: "root",
  kind,
});
const found = (
  ...files: readonly FileRecord[]
): { web: typeof web; left: { files: readonly FileRecord[]; complete: boolean } } => ({
  web,
  left: { files, complete: true },
});
const answer = (status: number, bytes: number): Observation => ({
  kind: "http-get",
  status,
  location: "",
  bytes,
  setsCookie: false,
});

testControl(webRootNoSecrets, {
  holds: {
    "nginx of Debian 12 as installed": { facts: found() },
    "beside the web root": { facts: found(file("/srv/shop/.env"), file("/srv/shop/.git", "directory")) },
    "an example": { facts: found(file("/var/www/html/.env.example")) },
  },
  broken: {
    "the .env of another brand": { facts: found(file("/var/www/html/.shop.env")), because: /\.shop\.env/ },
    "a checkout as web root": { facts: found(file("/srv/shop/public/.git", "directory")), because: /\.git/ },
    "a dump to download once": { facts: found(file("/var/www/html/backup.sql.gz")), because: /backup/ },
    "an editor's copy": { facts: found(file("/var/www/html/config.php~")) },
  },
  notApplicable: { "a database": { sites: [], application: undefined as never } },
  attempt: {
    succeeds: { "the .env is handed out": [answer(404, 150), answer(404, 150), answer(200, 412)] },
    refused: {
      "none is there": [answer(404, 150), answer(404, 150), answer(404, 150), answer(403, 150)],
      "every path gives the start page": [answer(200, 5120), answer(200, 5120), answer(200, 5120)],
    },
  },
});
