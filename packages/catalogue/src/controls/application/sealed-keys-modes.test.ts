import { expect, it } from "vitest";
import { theHost } from "@secondlock/model";
import { exampleHost } from "../../../testing/example-host.ts";
import { hostKeys, noFiles } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sealedKeysModes } from "./sealed-keys-modes.ts";

const receipts = { ...hostKeys({ mode: 0o644 }).files[1]!, path: "/var/lib/secondlock/keys/receipts" };

testControl(sealedKeysModes, {
  holds: {
    "as they were made": { facts: { keys: hostKeys() }, because: /root only/ },
    "receipts that anybody might read, in a folder that nobody enters": {
      facts: { keys: { files: [...hostKeys().files, receipts], complete: true } },
    },
    "a user of their own opens": { facts: { keys: hostKeys({ owner: "opener" }) }, because: /opener only/ },
  },
  broken: {
    "copied with the usual umask": { facts: { keys: hostKeys({ mode: 0o644 }) }, because: /local\.key \(0644/ },
    "a group that may look in": { facts: { keys: hostKeys({}, { mode: 0o750 }) }, because: /0750/ },
    "the application's own": {
      facts: { keys: hostKeys({ owner: "application" }) },
      because: /belongs to the application/,
      byHand: true,
    },
    "receipts in a folder that everybody enters": {
      facts: { keys: { files: [...hostKeys({}, { mode: 0o755 }).files, receipts], complete: true } },
      because: /receipts/,
    },
    "a link to somewhere else": { facts: { keys: hostKeys({ kind: "link" }) }, because: /link/, byHand: true },
  },
  undecided: {
    "the folder was not read to its end": { facts: { keys: { ...hostKeys(), complete: false } } },
    "a user of whom nobody says who he is": {
      facts: { keys: hostKeys({ owner: "deploy" }) },
      wanted: { application: undefined as never },
      because: /deploy/,
    },
  },
});

it("says nothing of a host that opens no sealed file", () => {
  expect(sealedKeysModes.verdict({ keys: noFiles }, exampleHost(), theHost).inside).toBe("not applicable");
});
