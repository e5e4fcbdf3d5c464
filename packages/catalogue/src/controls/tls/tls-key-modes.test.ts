import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { tlsKeyModes } from "./tls-key-modes.ts";

const key = (
  mode: number,
  owner = "application",
  group = "application",
  path = "/usr/local/application/ssl/host.key",
): { guarded: { files: readonly FileRecord[]; complete: boolean } } => ({
  guarded: { files: [{ path, mode, owner, group, kind: "file" }], complete: true },
});

testControl(tlsKeyModes, {
  holds: {
    "for the application only": { facts: key(0o400) },
    "Debian 12 as installed": { facts: key(0o640, "root", "ssl-cert", "/etc/ssl/private/ssl-cert-snakeoil.key") },
  },
  broken: {
    "everybody reads it": { facts: key(0o644), because: /0644/ },
    "a group of people reads it": { facts: key(0o640, "root", "users"), because: /users/ },
    "an administrator owns it": { facts: key(0o600, "ada", "ada"), because: /ada/ },
  },
  notApplicable: {
    "a database": { ports: [], application: { user: "application", directory: "/srv", config: [], tlsKeys: [] } },
  },
  attempt: {
    succeeds: { "it opens": [{ kind: "ordinary-command", status: 0, output: "-" }] },
    refused: { "permission denied": [{ kind: "ordinary-command", status: 1, output: "" }] },
  },
});
