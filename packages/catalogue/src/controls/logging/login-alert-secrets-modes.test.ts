import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { loginAlertSecretsModes } from "./login-alert-secrets-modes.ts";

const file = (path: string, mode: number, owner = "root"): FileRecord => ({
  path,
  mode,
  owner,
  group: "root",
  kind: "file",
});
const guarded = (
  ...files: readonly FileRecord[]
): { guarded: { files: readonly FileRecord[]; complete: boolean } } => ({ guarded: { files, complete: true } });

testControl(loginAlertSecretsModes, {
  holds: {
    "Debian 12 with Monit as installed": { facts: guarded(file("/etc/monit/monitrc", 0o600)) },
    "a closed script": {
      facts: guarded(file("/etc/monit/monitrc", 0o600), file("/etc/monit/monit-slack-pushover.rb", 0o700)),
    },
  },
  broken: {
    "the guide's chmod +x": { facts: guarded(file("/etc/monit/monit-slack-pushover.rb", 0o755)), because: /0755/ },
    "the mail password for all": { facts: guarded(file("/etc/monit/conf.d/mail", 0o644)), because: /conf\.d\/mail/ },
    "another account owns it": { facts: guarded(file("/etc/monit/monitrc", 0o600, "ada")), because: /ada/ },
  },
  attempt: {
    succeeds: { "it opens": [{ kind: "ordinary-command", status: 0, output: "#" }] },
    refused: { "permission denied": [{ kind: "ordinary-command", status: 1, output: "" }] },
  },
});
