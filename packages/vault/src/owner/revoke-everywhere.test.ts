import { randomBytes } from "node:crypto";
import { afterEach, expect, it } from "vitest";
import { toText } from "../bytes.ts";
import { isRevoked } from "../confirmer/revocation.ts";
import { send } from "../opener/send.ts";
import { type Confirming, startConfirming } from "../testing/confirming.ts";
import { must } from "../testing/shop.ts";
import type { NamedKey } from "./named-key.ts";
import { revokeEverywhere } from "./revoke-everywhere.ts";

const running: Confirming[] = [];
const started = async (): Promise<Confirming> => {
  const confirming = await startConfirming();
  running.push(confirming);
  return confirming;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

const keyAt = ({ confirmer }: Confirming, kid: string = confirmer.kid): NamedKey => ({
  ...{ host: "app-1", kid, confirmer },
});
const by = ({ owner }: Confirming) => ({ signer: owner, send, at: new Date() });

it.each([1, 64, 65, 70, 130])("%i keys are revoked, each of them, also the last", async (count) => {
  const here = await started();
  const others = Array.from({ length: count - 1 }, () => keyAt(here, toText(randomBytes(16))));
  const keys = [...others, keyAt(here)];
  expect(await revokeEverywhere(keys, by(here))).toEqual([
    { confirmer: here.confirmer, outcome: { ok: true, value: [here.confirmer.kid] } },
  ]);
  expect((await here.open()).ok).toBe(false);
  expect(here.refusals.at(-1)?.reason).toBe("revoked");
  for (const { kid } of keys) expect(await isRevoked(here.confirming.documents, kid)).toBe(true);
});

it("no key is asked of nobody", async () => {
  const here = await started();
  expect(await revokeEverywhere([], by(here))).toEqual([]);
});

it("one that is down, and one that refuses, are told, and the others revoke all the same", async () => {
  const [here, down, anothers] = [await started(), await started(), await started()];
  running.splice(running.indexOf(down), 1);
  await down.stop();
  const told = await revokeEverywhere(
    [down, anothers, here].map((each) => keyAt(each)),
    by(here),
  );
  expect(told).toMatchObject([
    { outcome: { ok: false, reason: "unreachable" } },
    { outcome: { ok: false, reason: "refused" } },
    { outcome: { ok: true, value: [here.confirmer.kid] } },
  ]);
  must(await anothers.open());
  // a peer that is told of this later knows of all of it
  expect(await isRevoked(here.confirming.documents, down.confirmer.kid)).toBe(true);
});

it("a confirmer that refuses one part of many keys gets the others, and is not told as done", async () => {
  const here = await started();
  const keys = [keyAt(here), ...Array.from({ length: 128 }, () => keyAt(here, toText(randomBytes(16))))];
  let sent = 0;
  const told = await revokeEverywhere(keys, {
    ...by(here),
    send: (outgoing) => {
      sent += 1;
      return sent === 2 ? Promise.reject(new Error("cut")) : send(outgoing);
    },
  });
  expect(told).toMatchObject([{ outcome: { ok: false, reason: "unreachable" } }]);
  expect(sent).toBe(3);
  expect(await isRevoked(here.confirming.documents, keys.at(-1)!.kid)).toBe(true);
});
