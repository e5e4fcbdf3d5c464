import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { applicationFilesNotReadableByOthers } from "./application-files-not-readable-by-others.ts";

const top: FileRecord = {
  path: "/usr/local/application",
  mode: 0o750,
  owner: "root",
  group: "application",
  kind: "directory",
};
const code: FileRecord = { ...top, path: "/usr/local/application/app.js", mode: 0o644, kind: "file" };
const tree = (...files: readonly FileRecord[]): { tree: { files: readonly FileRecord[]; complete: boolean } } => ({
  tree: { files, complete: true },
});

it("leaves code that root unpacked to the application, which was one of the others", () => {
  const [state] = applicationFilesNotReadableByOthers.fix(exampleHost()).filter((fix) => "settle" in fix);
  const unpacked = { ...top, mode: 0o755, group: "root" };
  expect(state?.settle(tree(unpacked).tree)).toMatchObject({ files: [{ mode: 0o750, group: "application" }] });
});

testControl(applicationFilesNotReadableByOthers, {
  holds: {
    "the folder is closed": { facts: tree(top, code), because: /closed to others/ },
  },
  broken: {
    "the umask of Debian 12 as installed": { facts: tree({ ...top, mode: 0o755 }, code), because: /0755/ },
    "a folder that can be passed through": { facts: tree({ ...top, mode: 0o751 }, code) },
  },
  attempt: {
    succeeds: { "names are listed": [{ kind: "ordinary-command", status: 0, output: "app.js\nconfig\n" }] },
    refused: { "permission denied": [{ kind: "ordinary-command", status: 2, output: "" }] },
  },
});
