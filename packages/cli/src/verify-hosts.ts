import { audit, type Audit, type ControlVerdict, keepAudit, stands } from "@secondlock/engine";
import { type Planned, type Plans } from "@secondlock/engine/change";
import { sanitiseLine } from "@secondlock/engine/sanitise";
import type { PlanArguments } from "./commands/plan-options.ts";
import { complain, type Console } from "./console.ts";
import { progressLine } from "./progress.ts";
import { chooseService } from "./service-of.ts";
import { version } from "./version.ts";

/** Audits the changed hosts from inside and outside, and keeps that. Undefined once it was told why it could not be done. */
export async function verifyHosts(
  done: readonly Planned[],
  args: PlanArguments,
  { passwords, standing }: Pick<Plans, "passwords" | "standing">,
  console: Console,
  signal: AbortSignal,
): Promise<Audit | undefined> {
  const choice = await chooseService(
    [],
    args.file,
    done.map(({ plan }) => plan.host),
  );
  if ("problems" in choice) {
    complain(
      console,
      "what was changed was not looked at again",
      `secondlock audit does it, once this is mended:\n${choice.problems}`,
    );
    return undefined;
  }
  const progress = progressLine(console);
  const result = await audit({
    ...{ service: choice.chosen.service, whole: choice.chosen.whole, version },
    catalogue: () => import("@secondlock/catalogue"),
    options: {
      ...{ attempts: true, full: false, mayAsk: args.ask, sshConfig: args.sshConfig, signal },
      askPassword: passwords.mayBeAsked ? (host) => passwords.get(host, undefined) : undefined,
      passwordAtHand: passwords.atHand,
      onProgress: progress.show,
      standing,
    },
  });
  progress.clear();
  if (signal.aborted) {
    complain(console, "the change stands; the audit after it was stopped", "secondlock audit looks at it again");
    return undefined;
  }
  const kept = await keepAudit(process.cwd(), result);
  if (!kept.ok) complain(console, kept.because, kept.hint);
  return result;
}

/** Prints what turned. False when a planned control does not hold, or another one does not hold any more. */
export function tellTurned(done: readonly Planned[], { verdicts: after }: Audit, console: Console): boolean {
  let all = true;
  for (const { plan, read, verdicts: before } of done) {
    const planned = new Set(plan.items.flatMap(({ controls }) => controls.map(({ id }) => id)));
    const verdicts = after.filter(({ target, control }) => target === plan.host && planned.has(control));
    const byVerdict = Map.groupBy(verdicts, ({ verdict }) => verdict);
    const counts = [...byVerdict].map(([verdict, some]) => `${some.length} ${verdict}`).join(", ");
    console.out(`${plan.host}: of ${planned.size} controls that did not hold: ${counts}\n`);
    for (const { control, verdict, inside, outside } of verdicts.filter((one) => !stands(one.verdict))) {
      all = false;
      console.out(
        `  ${verdict} ${control}: ${sanitiseLine(inside.outcome === "holds" ? outside.because : inside.because)}\n`,
      );
    }
    const next = personToEnrol(
      read,
      verdicts.find(({ control }) => control === "ssh-second-factor"),
    );
    if (next !== undefined) console.out(`  next: secondlock enrol ${next} --host ${plan.host}\n`);
    const now = after.filter(({ target, control }) => target === plan.host && !planned.has(control));
    for (const { control, verdict, inside } of worse(before, now)) {
      all = false;
      console.out(`  worse than before: ${verdict} ${control}: ${sanitiseLine(inside.because)}\n`);
    }
  }
  return all;
}

/** An administrator whom nothing but the key is asked of: a change cannot enrol anybody. */
function personToEnrol({ wanted }: Planned["read"], verdict: ControlVerdict | undefined): string | undefined {
  const open = new Set(
    verdict?.instances
      .filter(({ inside }) => inside === "broken")
      .map(({ instance }) => instance.slice("account:".length)),
  );
  return wanted.admins.find(({ account }) => open.has(account))?.name;
}

/**
 * Controls that held, or did not apply, before a change and are broken now. What could not be read is not worse, and what
 * only attempts from outside show was not known before.
 */
function worse(before: readonly ControlVerdict[], now: readonly ControlVerdict[]): readonly ControlVerdict[] {
  const held = new Map(before.map(({ control, inside, verdict }) => [control, { inside, verdict }]));
  return now.filter(({ control, inside, verdict }) => {
    const then = held.get(control);
    if (verdict === "not applicable" || inside.outcome !== "broken") return false;
    return then?.inside.outcome === "holds" || then?.verdict === "not applicable";
  });
}
