import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Lab } from "@secondlock/lab";
import type { ChangeOrder } from "./change-program.ts";
import { built } from "./programs.ts";

export interface DeskOrder extends Omit<ChangeOrder, "sshConfig" | "password"> {
  /** Runs while the program waits at the step `waitAt`; it goes on afterwards. */
  readonly atStep?: () => Promise<void>;
}

/** What the operator was told; `died` when there was nobody to tell. */
export interface Told {
  readonly told: string;
  readonly because: string;
}

/** Makes one change of a host from the operator's desk, in a process of its own that may die. */
export async function changeFromDesk(lab: Lab, { atStep, ...order }: DeskOrder): Promise<Told> {
  const { operator } = lab;
  const whole: ChangeOrder = { ...order, sshConfig: operator.sshConfig, password: operator.passwords.ada };
  const env = { ...process.env, NODE_COMPILE_CACHE: join(process.env["XDG_CACHE_HOME"] ?? lab.directory, "changes") };
  const argv = [process.execPath, built("change-program"), JSON.stringify(whole)];
  const child = operator.spawn(argv, { stdio: ["pipe", "pipe", "pipe"], env });
  let said: Told = { told: "died", because: "" };
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
  const closed = new Promise((resolve) => child.on("close", resolve));
  if (child.stdout === null) throw new Error("the program has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const [, word = "", rest = ""] = /^(step|result) (.*)$/.exec(line) ?? [];
    if (word === "result") {
      const { state, because = "" } = JSON.parse(rest) as { state: string; because?: string };
      said = { told: state, because };
    }
    if (word === "step" && rest === order.waitAt) {
      await atStep?.();
      child.stdin?.write("\n");
    }
  }
  await closed;
  if (said.told === "died" && order.dieAt === undefined)
    throw new Error(`the change of ${order.host} ended early: ${errors}`);
  return said;
}
