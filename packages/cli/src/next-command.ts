import { quote } from "@secondlock/engine";
import { type HostPlan, isEmpty } from "@secondlock/engine/change";
import type { PlanArguments } from "./commands/plan-options.ts";

/** The command that does what was shown; undefined where nothing of it can be done. */
export function nextCommand(
  plans: readonly HostPlan[],
  args: Pick<PlanArguments, "file" | "only" | "except" | "sshConfig">,
): string | undefined {
  const able = plans.filter((plan) => !isEmpty(plan) && plan.refusals.length === 0);
  if (able.length === 0) return undefined;
  const some = (option: string, values: readonly string[] = []): readonly string[] =>
    values.length === 0 ? [] : [option, ...values.map(quote)];
  return [
    "secondlock harden",
    ...able.map(({ host }) => quote(host)),
    ...(args.file === "secondlock.yaml" ? [] : some("--file", [args.file])),
    ...(args.sshConfig === undefined ? [] : some("--ssh-config", [args.sshConfig])),
    ...some("--only", args.only),
    ...some("--except", args.except),
  ].join(" ");
}
