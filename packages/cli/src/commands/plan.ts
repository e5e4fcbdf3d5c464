import { type HostPlan, isEmpty, planHosts, type Plans, planText } from "@secondlock/engine/change";
import { type Console, refuse } from "../console.ts";
import { declaredService } from "../declared-service.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { passwordSource } from "../password-source.ts";
import { nextCommand } from "../next-command.ts";
import { progressLine } from "../progress.ts";
import { type PlanArguments, planArguments } from "./plan-options.ts";

/** Shows what `harden` would change, and touches nothing. */
export async function planCommand(
  hosts: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const args = planArguments(hosts, options);
  const interrupt = onInterrupt();
  const made = await plansFor(args, console, interrupt.signal);
  interrupt.release();
  if (typeof made === "number") return made;
  await made.close();
  if (interrupt.signal.aborted)
    return refuse(console, "stopped; nothing was touched", "run it again when you are ready", 130);
  const plans = made.hosts.map(({ plan }) => plan);
  if (args.json) console.out(plansJson(plans));
  else {
    for (const plan of plans) console.out(planText(plan, { ...paperOf(args, console), all: args.all }));
    const next = nextCommand(plans, args);
    if (next !== undefined) console.out(`\nNext: ${next}\n`);
  }
  if (plans.some(({ refusals }) => refusals.length > 0)) return 3;
  return options["exitCode"] === true && !plans.every(isEmpty) ? 1 : 0;
}

/** Pure. The content of files has to stay exact, so what a terminal would obey is written as JSON's own escapes. */
export function plansJson(plans: readonly HostPlan[]): string {
  const text = JSON.stringify({ schema: "secondlock/plan/1", plans }, null, 2);
  const escaped = text.replaceAll(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${escaped}\n`;
}

/** Plans for the hosts that were asked for, with progress; a number is the exit status of an error that was told. */
export async function plansFor(
  args: PlanArguments,
  console: Console,
  signal: AbortSignal,
  known?: Pick<Plans, "passwords" | "standing">,
): Promise<Plans | ExitCode> {
  const chosen = await declaredService(args, console, "a plan needs to know what is wanted");
  if (chosen === undefined) return 2;
  const { controls } = await import("@secondlock/catalogue");
  const unknown = [...(args.only ?? []), ...args.except].find((id) => !controls.some((control) => control.id === id));
  if (unknown !== undefined)
    return refuse(console, `there is no control ${unknown.slice(0, 80)}`, "secondlock controls lists them", 2);
  const { service, whole } = chosen;
  const progress = progressLine(console);
  try {
    return await planHosts({
      service,
      whole,
      catalogue: () => import("@secondlock/catalogue"),
      options: {
        mayAsk: args.ask,
        sshConfig: args.sshConfig,
        askPassword: known
          ? (host) => known.passwords.get(host, undefined)
          : passwordSource(args, progress.clear, signal),
        passwordAtHand: args.sudoPasswordStdin,
        onProgress: progress.show,
        ...(known === undefined ? {} : { standing: known.standing }),
        signal,
      },
      ...(args.only === undefined ? {} : { only: args.only }),
      except: args.except,
    });
  } finally {
    progress.clear();
  }
}

export function paperOf(
  args: Pick<PlanArguments, "ascii">,
  console: Console,
): { readonly width: number; readonly colour: boolean; readonly ascii: boolean } {
  return { width: console.width, colour: console.colour, ascii: args.ascii || !console.unicode };
}
