import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostPlan } from "../packages/engine/src/plan/plan.ts";
import { admins, serviceFile, startLab, weak } from "../lab/src/index.ts";
import { anonymous } from "./anonymous.ts";
import { secondlock } from "./lab-harden.ts";

/**
 * Plans the lab's weak application host, and keeps the plan for the tests of its text and for
 * `docs/how-to/secure-your-first-server.md`. Run by hand once lab/test/harden.test.ts tells that the plan is another one:
 * `node bench/record-plan.ts`.
 */
const fixture = join(import.meta.dirname, "../packages/engine/src/report/fixtures/plan-weak-app.json");
const fixtures = [admins, weak];
const lab = await startLab({
  hosts: { "app-1": { role: "app", fixtures }, "db-1": { role: "db", fixtures } },
  say: (line) => console.error(line),
});
try {
  const file = join(lab.directory, "secondlock.yaml");
  writeFileSync(file, serviceFile(Object.values(lab.hosts), lab.operator));
  const { stdout } = await secondlock(lab, file, "plan", "app-1", "--json");
  const { plans } = JSON.parse(anonymous(stdout)) as { readonly plans: readonly HostPlan[] };
  const [plan] = plans;
  if (plan === undefined) throw new Error("there is no plan");
  writeFileSync(fixture, `${JSON.stringify({ ...plan, record: {} }, undefined, 1)}\n`);
  process.stdout.write(`${plan.items.length} items, ${plan.byHand.length} by hand\n`);
} finally {
  await lab.stop();
}
