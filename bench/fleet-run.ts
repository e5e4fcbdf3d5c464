import { breaches, controls, ways } from "../packages/catalogue/src/index.ts";
import { factsOf } from "../packages/engine/src/tasks/audit.ts";
import { type FleetHost, judgeFleet } from "../packages/engine/src/tasks/judge-fleet.ts";
import { notAttempted } from "../packages/engine/src/judge/judge.ts";
import { fleetService } from "./fleet-service.ts";
import { loadRecording, readRecording, simulated } from "./recorded-host.ts";

/** One fleet in a process of its own, so that its memory can be told: `node bench/fleet-run.ts HOSTS`. */
const count = Number(process.argv[2]);
const service = fleetService(count);
const facts = factsOf(controls);
const recordings = ["weak", "hardened"].map((name) => readRecording(loadRecording(name), facts));
const attempted = new Set(controls.flatMap(({ id, attempt }) => ("none" in attempt ? [] : [id])));
const refused = {
  outside: { outside: "refused", because: "refused in the simulation", vantages: ["operator"] },
  evidence: [],
} as const;
const notTried = { outside: notAttempted("not simulated"), evidence: [] };

function* hosts(): Generator<FleetHost> {
  for (const [number, wanted] of service.hosts.entries()) {
    yield {
      wanted,
      target: {
        id: wanted.id,
        role: wanted.role,
        reached: "recorded",
        system: "Debian GNU/Linux 12",
        state: "read",
        asRoot: true,
        seconds: 1,
      },
      snapshot: simulated(wanted, number, recordings),
      attempts: (control) => (attempted.has(control) ? (number % 3 === 0 ? notTried : refused) : undefined),
    };
  }
}

let written = 0;
const started = performance.now();
const { answers, fixFirst, coverage } = await judgeFleet(
  { service, catalogue: { controls, ways, breaches }, version: "bench", started: new Date() },
  hosts(),
  (text) => {
    written += Buffer.byteLength(text);
  },
);
const seconds = (performance.now() - started) / 1_000;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(
  `${JSON.stringify({
    seconds,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    megabytes: (maxRSS * 1_024) / 1e6,
    written: written / 1e6,
    verdicts: Object.values(coverage.verdicts).reduce((sum, one) => sum + one, 0),
    answers: answers.length,
    fixFirst: fixFirst.length,
  })}\n`,
);
