import { theHost } from "@secondlock/model";
import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import { hostKeys, noFiles, openerUnit } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sealedKeysInTpm } from "./sealed-keys-in-tpm.ts";

const keys = noFiles;
const delivered = (local: "tpm" | "host" | "none" | "unknown") => [
  openerUnit({ credentials: { local, signing: "tpm" } }),
];

testControl(sealedKeysInTpm, {
  holds: { "a machine with a TPM": { facts: { keys, units: delivered("tpm") } } },
  broken: {
    "as host keys are made": { facts: { keys: hostKeys(), units: [] }, because: /one lock left.*local\.key and/ },
    "the files were kept": { facts: { keys: hostKeys(), units: delivered("tpm") }, because: /one lock left/ },
    "encrypted with a key on the same disk": {
      facts: { keys, units: delivered("host") },
      because: /one lock left.*local key of shop\.service/,
    },
    "a credential in clear": { facts: { keys, units: delivered("none") }, because: /one lock left/ },
  },
  undecided: { "a credential of another kind": { facts: { keys, units: delivered("unknown") } } },
});

it("says nothing of a host that opens nothing", () => {
  expect(sealedKeysInTpm.verdict({ keys, units: [] }, exampleHost(), theHost).inside).toBe("not applicable");
});
