import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toText } from "../bytes.ts";
import { generateSigner } from "../keys/signing.ts";
import { decide, fullBucket, type KeyState, type Opening } from "./decide.ts";
import type { Policy } from "./policy.ts";

const [ben, cara] = [generateSigner(), generateSigner()];
/** A Monday at ten in Vienna. */
const now = Date.parse("2026-11-23T09:00:00Z") / 1_000;
const policy: Policy = {
  version: 1,
  kid: toText(randomBytes(16)),
  hostKey: generateSigner().publicKey,
  sources: ["203.0.113.7/32"],
  proxies: [],
  windows: [{ days: [1], from: "08:00", to: "18:00", zone: "Europe/Vienna" }],
  rate: { opens: 3, seconds: 60 },
  maximumOpens: 10,
  evaluationsPerEpoch: 5,
  expires: "2027-01-01T00:00:00Z",
  approvals: 0,
  approvers: [
    { name: "ben", key: ben.publicKey },
    { name: "cara", key: cara.publicKey },
  ],
  purposes: ["start"],
  lease: 900,
};
const epoch = (evaluations: number, number = 2) => ({ epoch: number, evaluations, publicKey: "", wrapped: "" });
const state: KeyState = {
  status: "active",
  epochs: [epoch(0)],
  sequence: 7,
  opens: 0,
  bucket: fullBucket(policy.rate, now),
};
const opening: Opening = {
  ...{ kid: policy.kid, epoch: 2, purpose: "start", sequence: 7, isPaid: false, source: "203.0.113.7", approvedBy: [] },
};

interface Change {
  readonly policy?: Partial<Policy>;
  readonly state?: Partial<KeyState>;
  readonly opening?: Partial<Opening>;
  readonly now?: number;
}
const decided = (change: Change = {}) =>
  decide(
    { ...policy, ...change.policy },
    { ...state, ...change.state },
    { ...opening, ...change.opening },
    change.now ?? now,
  );

it("an opening in policy is counted before anything is evaluated", () => {
  expect(decided()).toEqual({
    ok: true,
    value: { ...state, opens: 1, epochs: [epoch(1)], bucket: { tokens: 2, at: now } },
  });
});

it("the newest file is remembered, and who makes wraps has none yet", () => {
  expect(decided({ opening: { sequence: 9 } })).toMatchObject({ ok: true, value: { sequence: 9 } });
  const making = decided({ policy: { purposes: ["edit"] }, opening: { sequence: 0, purpose: "edit" } });
  expect(making).toMatchObject({ ok: true, value: { sequence: 7 } });
});

const refusals: readonly (readonly [string, Change])[] = [
  ["revoked", { state: { status: "revoked" } }],
  ["shredded", { state: { status: "shredded" } }],
  ["wrong-epoch", { opening: { epoch: 1 } }],
  ["wrong-epoch", { opening: { epoch: 3 } }],
  ["wrong-purpose", { opening: { purpose: "edit" } }],
  ["expired-policy", { policy: { expires: "2026-11-23T09:00:00Z" } }],
  ["wrong-source", { opening: { source: "203.0.113.8" } }],
  ["wrong-source", { opening: { source: "::cb00:7107" } }],
  ["wrong-source", { opening: { source: undefined } }],
  ["older-file", { opening: { sequence: 6 } }],
  ["older-file", { opening: { sequence: 0 } }],
  ["outside-window", { now: now + 9 * 3_600 }],
  ["rate", { state: { bucket: { tokens: 0.99, at: now } } }],
  ["too-many-opens", { state: { opens: 10 } }],
  ["too-many-evaluations", { state: { epochs: [epoch(5)] } }],
  ["approval-needed", { policy: { approvals: 1 } }],
  ["approval-needed", { policy: { approvals: 2 }, opening: { approvedBy: [ben.publicKey] } }],
  ["approval-needed", { policy: { approvals: 2 }, opening: { approvedBy: [ben.publicKey, ben.publicKey] } }],
  ["approval-needed", { policy: { approvals: 1 }, opening: { approvedBy: [policy.hostKey] } }],
];

it.each(refusals)("%s: %j", (reason, change) => expect(decided(change)).toMatchObject({ ok: false, reason }));

it("while hosts go over to the next epoch, both are evaluated, and each is counted by itself", () => {
  const both: Change = { state: { epochs: [epoch(5, 1), epoch(0, 2)] } };
  expect(decided({ ...both, opening: { epoch: 1 } })).toMatchObject({ ok: false, reason: "too-many-evaluations" });
  expect(decided(both)).toMatchObject({ ok: true, value: { epochs: [epoch(5, 1), epoch(1, 2)] } });
});

it.each([
  [1, [ben]],
  [2, [ben, cara]],
  [1, [ben, cara]],
])("%d approvals are enough of those that agreed", (approvals, agreed) => {
  const approvedBy = agreed.map(({ publicKey }) => publicKey);
  expect(decided({ policy: { approvals }, opening: { approvedBy } })).toMatchObject({ ok: true });
});

describe("the rate", () => {
  /** How many of the openings at these seconds are taken. */
  const taken = (seconds: readonly number[]): number => {
    let known: KeyState = state;
    let count = 0;
    for (const at of seconds) {
      const outcome = decided({ policy: { maximumOpens: 1e9, evaluationsPerEpoch: 1e9 }, state: known, now: now + at });
      if (outcome.ok) [known, count] = [outcome.value, count + 1];
    }
    return count;
  };

  it.each([
    ["all at once", [0, 0, 0, 0, 0], 3],
    ["one each twenty seconds", [0, 20, 40, 60, 80, 100], 6],
    ["all at once, and one when one is due", [0, 0, 0, 19, 20, 21], 4],
    ["with a clock that goes back and comes again", [0, 0, 0, -3_600, 0, 0], 3],
  ])("%s", (_, seconds, count) => expect(taken(seconds)).toBe(count));

  it("is never exceeded, whatever the clock does", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -120, max: 600 }), { maxLength: 200 }), (seconds) => {
        const latest = Math.max(0, ...seconds);
        expect(taken(seconds)).toBeLessThanOrEqual(3 + Math.floor((latest * 3) / 60));
      }),
    );
  });
});
