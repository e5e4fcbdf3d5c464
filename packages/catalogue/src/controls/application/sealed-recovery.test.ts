import { theHost, unreadable } from "@secondlock/model";
import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import { sealedFiles, sealedStructure } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sealedRecovery } from "./sealed-recovery.ts";

const { file } = sealedStructure();
const tested = (at: string, shares = 2) => ({ file, at, shares });
const files = sealedFiles();

testControl(sealedRecovery, {
  holds: {
    "tested this year": { facts: { files, tests: [tested("2026-03-01")] }, because: /266 days ago/ },
    "tested again": { facts: { files, tests: [tested("2020-01-01"), tested("2026-11-21T08:00:00Z")] } },
    "one recipient, in shares": {
      facts: { files: sealedFiles({}, { recovery: 1 }), tests: [tested("2026-11-01", 2)] },
    },
  },
  broken: {
    "nobody thought of it": { facts: { files: sealedFiles({}, { recovery: 0 }), tests: [] }, because: /no recovery/ },
    "tested once, long ago": { facts: { files, tests: [tested("2025-11-21")] }, because: /366 days ago/ },
    "one share that opens all": {
      facts: { files: sealedFiles({}, { recovery: 1 }), tests: [tested("2026-11-01", 1)] },
      because: /one share/,
    },
  },
  undecided: {
    "tested on another machine, or never": { facts: { files, tests: [] }, because: /no test/ },
    "another file was tested": { facts: { files, tests: [{ ...tested("2026-11-01"), file: "B".repeat(22) }] } },
    "a file that cannot be read": {
      facts: {
        files: { ...files, sealed: [...files.sealed, { path: "/srv/b", structure: unreadable("") }] },
        tests: [tested("2026-11-01")],
      },
    },
  },
});

it("says nothing of a host without sealed files", () => {
  const verdict = sealedRecovery.verdict({ files: sealedFiles({ sealed: [] }), tests: [] }, exampleHost(), theHost);
  expect(verdict.inside).toBe("not applicable");
});
