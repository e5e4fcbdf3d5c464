import { theHost } from "@secondlock/model";
import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import { confirmerKept, noFiles } from "../../../testing/sealed-examples.ts";
import { masterKeyBeside } from "../../facts/confirmer-folder.ts";
import { testControl } from "../../../testing/test-control.ts";
import { confirmerFolderModes } from "./confirmer-folder-modes.ts";

const beside = { path: masterKeyBeside, owner: "root", group: "backup", kind: "file" } as const;

testControl(confirmerFolderModes, {
  holds: {
    "as the confirmer makes it": { facts: { kept: confirmerKept() } },
    "SQLite's own modes, in a folder that nobody enters": { facts: { kept: confirmerKept({ mode: 0o644 }) } },
  },
  broken: {
    "restored from a backup with the usual umask": {
      facts: { kept: confirmerKept({ mode: 0o644 }, { mode: 0o755 }) },
      because: /signer\.pem \(0644/,
    },
    "its group looks in": { facts: { kept: confirmerKept({}, { mode: 0o750 }) }, because: /0750/ },
    "the master key beside it": {
      facts: { kept: { files: [...confirmerKept().files, { ...beside, mode: 0o640 }], complete: true } },
      because: /master-key/,
    },
  },
  undecided: { "not read to its end": { facts: { kept: { ...confirmerKept(), complete: false } } } },
  attempt: {
    succeeds: { "the database opens": [{ kind: "ordinary-command", status: 0, output: "open\n" }] },
    refused: { "the folder is closed": [{ kind: "ordinary-command", status: 1, output: "" }] },
    inconclusive: { "there is none": [{ kind: "ordinary-command", status: 77, output: "" }] },
  },
});

it("says nothing of a host without a confirmer", () => {
  expect(confirmerFolderModes.verdict({ kept: noFiles }, exampleHost(), theHost).inside).toBe("not applicable");
});
