import { type Contender, match } from "../packages/signatures/src/testing/throughput.ts";
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
    const { ours, complete, theirs, crypto, orders, altered } = await match(algorithm, requests);
    const all = [ours, ...theirs, complete, crypto];
    for (const each of all) await refuses(each, each.prepare(altered));
    const runs = new Map(all.map((each) => [each, orders.map((order) => each.prepare(order))]));
    const times = new Map(all.map((each) => [each, [] as number[]]));
    for (let round = -2; round < rounds; round += 1) {
      // whoever comes first in a round finds the machine as the last one left it
      const first = (round + all.length) % all.length;
      for (const each of [...all.slice(first), ...all.slice(0, first)]) {
        const seconds = await secondsOf(runs.get(each) ?? []);
        if (round >= 0) times.get(each)?.push(seconds);
      }
    }
    const of = (each: Contender): readonly number[] => times.get(each) ?? [];
    const perSecond = (each: Contender): string =>
      `${Math.round(requests / median(of(each))).toLocaleString("en")} requests/s`;
    const faster = theirs.toSorted((a, b) => median(of(a)) - median(of(b)))[0] ?? ours;
    const ratio = (each: Contender): number =>
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

/** Whoever accepts what nobody signed does not do the work that is measured. */
async function refuses({ name }: Contender, verify: () => Promise<void>): Promise<void> {
  const accepted = await verify().then(
    () => true,
    () => false,
  );
  if (accepted) throw new Error(`${name} accepts an altered request`);
}

async function secondsOf(runs: readonly (() => Promise<void>)[]): Promise<number> {
  const started = performance.now();
  for (const run of runs) await run();
  return (performance.now() - started) / 1_000;
}
