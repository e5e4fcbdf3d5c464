import { theHost } from "@secondlock/model";
import { expect, it } from "vitest";
import { exampleHost } from "../../../testing/example-host.ts";
import { confirmerKept, noFiles } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import type { PolicySeen } from "../../facts/confirmer-policies.ts";
import { confirmerPoliciesNarrow } from "./confirmer-policies-narrow.ts";

const policy: PolicySeen = {
  kid: "AAAAAAAAAAAAAAAAAAAAAA",
  sources: ["203.0.113.7/32", "2001:db8::7/128"],
  purposes: ["start"],
  approvals: 0,
  expires: "2027-11-21T00:00:00Z",
};
const kept = confirmerKept();
const narrow = (changes: Partial<PolicySeen>) => ({
  facts: { kept, read: { policies: [policy, { ...policy, ...changes }], today: "2026-11-22" } },
});

testControl(confirmerPoliciesNarrow, {
  holds: {
    "one address of each family": narrow({}),
    "a rack and a site": narrow({ sources: ["203.0.113.0/24", "2001:db8:0:100::/56"] }),
    "somebody agrees before people look": narrow({ purposes: ["start", "edit"], approvals: 1 }),
  },
  broken: {
    "the whole internet": { ...narrow({ sources: ["0.0.0.0/0"] }), because: /open to 0\.0\.0\.0\/0/ },
    "half a provider": { ...narrow({ sources: ["203.0.112.0/23"] }), because: /203/ },
    "many sites": { ...narrow({ sources: ["2001:db8::/55"] }), because: /2001/ },
    "no end": { ...narrow({ expires: "2099-01-01T00:00:00Z" }), because: /2099-01-01/ },
    "an end that is none": narrow({ expires: "never" }),
    "people look alone": { ...narrow({ purposes: ["edit"] }), because: /without an approval/ },
  },
  undecided: {
    "its policies are in PostgreSQL": {
      facts: { kept, read: { policies: [], today: "2026-11-22" } },
      because: /PostgreSQL/,
    },
  },
});

it("says nothing of a host without a confirmer", () => {
  const read = { policies: [], today: "2026-11-22" };
  expect(confirmerPoliciesNarrow.verdict({ kept: noFiles, read }, exampleHost(), theHost).inside).toBe(
    "not applicable",
  );
});
