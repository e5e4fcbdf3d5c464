import { join } from "node:path";
import { median, secondsOf } from "./measure.ts";
import { ms, type Row } from "./row.ts";

const rounds = 15;
const floor = 0.15;

/** `secondlock --help` beside an empty Node, turn by turn. */
export async function startUp(): Promise<readonly Row[]> {
  const main = join(import.meta.dirname, "../packages/cli/bin/secondlock.js");
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    peer.push(await secondsOf([process.execPath, "-e", "0"]));
    ours.push(await secondsOf([process.execPath, main, "--help"]));
  }
  const [mine, node] = [median(ours), median(peer)];
  return [
    {
      what: "start-up: `secondlock --help`",
      ours: ms(mine),
      peer: `\`node -e 0\`: ${ms(node)} (x ${(mine / node).toFixed(1)})`,
      floor: `under ${ms(floor)}`,
      met: mine < floor,
    },
  ];
}
