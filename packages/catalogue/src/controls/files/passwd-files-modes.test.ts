import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { passwdFilesModes } from "./passwd-files-modes.ts";

const file = (path: string, mode: number, group = "root", owner = "root"): FileRecord => ({
  path,
  mode,
  owner,
  group,
  kind: "file",
});
const list = (...changed: readonly FileRecord[]): { guarded: { files: readonly FileRecord[]; complete: boolean } } => {
  const stock = [
    file("/etc/passwd", 0o644),
    file("/etc/group", 0o644),
    file("/etc/shadow", 0o640, "shadow"),
    file("/etc/gshadow", 0o640, "shadow"),
  ];
  return {
    guarded: {
      complete: true,
      files: [...stock.filter(({ path }) => !changed.some((each) => each.path === path)), ...changed],
    },
  };
};

testControl(passwdFilesModes, {
  holds: {
    "Debian 12 as installed": { facts: list(file("/etc/security/opasswd", 0o600)) },
    "stricter still": { facts: list(file("/etc/shadow", 0o000)) },
  },
  broken: {
    "everybody reads the hashes": { facts: list(file("/etc/shadow", 0o644, "shadow")), because: /shadow \(0644/ },
    "an old copy is left open": { facts: list(file("/etc/shadow-", 0o644)), because: /shadow-/ },
    "a deploy script owns the accounts": {
      facts: list(file("/etc/passwd", 0o644, "root", "deploy")),
      because: /deploy/,
    },
    "everybody adds accounts": { facts: list(file("/etc/passwd", 0o666)), because: /0666/ },
    "another group reads the hashes": { facts: list(file("/etc/shadow", 0o640, "www-data")), because: /www-data/ },
  },
  attempt: {
    succeeds: { "it opens": [{ kind: "ordinary-command", status: 0, output: "r" }] },
    refused: { "permission denied": [{ kind: "ordinary-command", status: 1, output: "" }] },
  },
});
