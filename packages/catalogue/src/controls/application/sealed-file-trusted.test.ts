import { theHost, unreadable } from "@secondlock/model";
import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import { hostKeys, noFiles, sealedFiles, sealedStructure } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sealedFileTrusted } from "./sealed-file-trusted.ts";

const { file, owner, sequence, headerVersion, digest } = sealedStructure();
const pin = { file, owner, sequence, headerVersion, digest };
const [files, keys] = [sealedFiles(), hostKeys()];

testControl(sealedFileTrusted, {
  holds: {
    "the one that was opened last": { facts: { files, pins: [pin], keys } },
    "a newer one, not opened yet": {
      facts: { files: sealedFiles({}, { sequence: 4, digest: "E".repeat(43) }), pins: [pin], keys },
    },
  },
  broken: {
    "nobody pinned it": { facts: { files, pins: [], keys }, because: /nobody told/ },
    "only another file is pinned": {
      facts: { files, pins: [{ ...pin, file: "B".repeat(22) }], keys },
      because: /nobody/,
    },
    "an owner who put himself in": {
      facts: { files: sealedFiles({}, { owner: "B".repeat(43) }), pins: [pin], keys },
      because: /another owner/,
    },
    "an older one out of the history": {
      facts: { files: sealedFiles({}, { sequence: 2 }), pins: [pin], keys },
      because: /older.*2, and 3/,
    },
    "an older header that lists an editor who left": {
      facts: { files, pins: [{ ...pin, headerVersion: 2 }], keys },
      because: /older/,
    },
    "two were made of one": {
      facts: { files: sealedFiles({}, { digest: "E".repeat(43) }), pins: [pin], keys },
      because: /another one/,
    },
    "a changed line": {
      facts: {
        files: sealedFiles({
          sealed: [{ path: "/srv/shop/.env.sealed", structure: unreadable("lines were changed") }],
        }),
        pins: [pin],
        keys,
      },
      because: /lines were changed/,
    },
  },
  undecided: {
    "no file where they usually lie": { facts: { files: sealedFiles({ sealed: [] }), pins: [pin], keys } },
    "more files than were looked into": { facts: { files: { ...files, complete: false }, pins: [pin], keys } },
  },
});

it("says nothing where a repository only lies about", () => {
  const verdict = sealedFileTrusted.verdict({ files, pins: [], keys: noFiles }, exampleHost(), theHost);
  expect(verdict.inside).toBe("not applicable");
});
