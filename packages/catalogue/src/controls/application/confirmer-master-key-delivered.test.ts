import { theHost } from "@secondlock/model";
import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import { confirmerKept, noFiles } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { confirmerMasterKeyDelivered } from "./confirmer-master-key-delivered.ts";

const beside = { ...confirmerKept().files[1]!, path: "/var/lib/secondlock/confirmer.master-key" };

testControl(confirmerMasterKeyDelivered, {
  holds: { "systemd delivers it": { facts: { kept: confirmerKept() } } },
  broken: {
    "the embedded default": {
      facts: { kept: { files: [...confirmerKept().files, beside], complete: true } },
      because: /one disk/,
    },
  },
  undecided: { "not read to its end": { facts: { kept: { ...confirmerKept(), complete: false } } } },
});

it("says nothing of a host without a confirmer", () => {
  expect(confirmerMasterKeyDelivered.verdict({ kept: noFiles }, exampleHost(), theHost).inside).toBe("not applicable");
});
