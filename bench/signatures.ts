import { match } from "../packages/signatures/src/testing/throughput.ts";
import { median } from "./measure.ts";
import type { Row } from "./row.ts";

/** Rounds in which everybody runs once after the other, and requests of one round. The median of the rounds' ratios is told. */
const rounds = 25;
const requests = 300;
const floor = 0.95;

/** Verifying requests beside the two npm libraries, with the same checks: cover, parameters, age and the signature. */
export async function signatures(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const algorithm of ["hmac-sha256", "ed25519"] as const) {
    const { ours, complete, theirs, crypto } = await match(algorithm, requests);
    const all = [ours, ...theirs, complete, crypto];
    const times = new Map(all.map((each) => [each, [] as number[]]));
    for (let round = -2; round < rounds; round += 1) {
      for (const each of all) {
        const seconds = await secondsOf(each.run);
        if (round >= 0) times.get(each)?.push(seconds);
      }
    }
    const of = (each: (typeof all)[number]): readonly number[] => times.get(each) ?? [];
    const perSecond = (each: (typeof all)[number]): string =>
      `${Math.round(requests / median(of(each))).toLocaleString("en")} requests/s`;
    const faster = theirs.toSorted((a, b) => median(of(a)) - median(of(b)))[0] ?? ours;
    const ratio = (each: (typeof all)[number]): number =>
      median(of(faster).map((seconds, round) => seconds / (of(each)[round] ?? 1)));
    const share = median(of(crypto).map((seconds, round) => seconds / (of(ours)[round] ?? 1)));
    rows.push(
      {
        what: `verifying ${algorithm} requests with the same checks`,
        ours: `${perSecond(ours)}, ${ratio(ours).toFixed(2)} times (${Math.round(share * 100)} % of it node:crypto)`,
        peer: theirs.map((each) => `${each.name}: ${perSecond(each)}`).join("; "),
        floor: `${floor} times the faster`,
        met: ratio(ours) >= floor,
      },
      {
        what: `the same, and we hash the body and burn the nonce too`,
        ours: `${perSecond(complete)}, ${ratio(complete).toFixed(2)} times`,
        peer: `${faster.name}, which does neither`,
        floor: "",
      },
    );
  }
  return rows;
}

async function secondsOf(run: (at: number) => Promise<void>): Promise<number> {
  const started = performance.now();
  for (let at = 0; at < requests; at += 1) await run(at);
  return (performance.now() - started) / 1_000;
}
