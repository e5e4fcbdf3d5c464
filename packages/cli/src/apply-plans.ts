import { hostname, userInfo } from "node:os";
import { type SshTarget } from "@secondlock/engine";
import { closesOwnLogin, type Hardened, hardenHost, type Planned, type Plans } from "@secondlock/engine/change";
import { brokenOffText, committedText, stepText } from "./committed-text.ts";
import { plansFor } from "./commands/plan.ts";
import { agreedAnew, type Terms } from "./consent.ts";
import type { Console } from "./console.ts";
import { progressOf } from "./progress.ts";
import { tellThrown, thrownError } from "./thrown-error.ts";

export interface Pace {
  /** To confirm. */
  readonly seconds: number;
  readonly lockSeconds: number;
  /** Hosts at once. */
  readonly batch: number;
}

/** What somebody has agreed to. */
export interface Agreed {
  readonly due: readonly Planned[];
  /** A plan without what somebody said no to. */
  readonly asAnswered: (planned: Planned) => Planned;
}

export interface Application {
  readonly plans: Plans;
  /** Takes over the logins that confirm. */
  readonly standing: Map<string, SshTarget>;
  readonly terms: Terms;
  readonly pace: Pace;
  readonly console: Console;
}

/** What became of a host; `error`: something of ours was thrown while it was changed. */
type Outcome = Hardened | { readonly state: "error"; readonly because: string; readonly within: number };

export interface Applied {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly done: readonly Planned[];
  readonly rest: readonly Planned[];
}

/** Changes host by host, and tells of each. */
export async function applyPlans({ due, asAnswered }: Agreed, application: Application): Promise<Applied> {
  const { plans, standing, terms, pace, console } = application;
  const { args, signal } = terms;
  // two hosts of a batch are asked about one after the other
  let asked: Promise<unknown> = Promise.resolve();
  const change = async (planned: Planned, progress: ReturnType<typeof progressOf>): Promise<Hardened> => {
    const { host } = planned.plan;
    const again = async (): Promise<Planned | string> => {
      const anew = await plansFor({ ...args, hosts: [host] }, console, signal, plans);
      const [now] = typeof anew === "number" ? [] : anew.hosts;
      if (now === undefined) return "it could not be read again after its packages changed";
      const agreed = asked.then(async () => {
        progress.clear();
        return await agreedAnew(planned, asAnswered(now), terms, console);
      });
      asked = agreed.catch(() => undefined);
      return await agreed;
    };
    return await hardenHost(planned, {
      ...{ passwords: plans.passwords, who: `${userInfo().username}@${hostname()}` },
      ...{ seconds: pace.seconds, lockSeconds: pace.lockSeconds, signal, again },
      keep: (name, login) => standing.set(name, login),
      onStep: (name, step) => progress.write(`${name}: ${stepText(step)}`),
    });
  };
  return await inBatches(due, pace.batch, async (planned) => {
    const { host } = planned.plan;
    const progress = progressOf(console);
    try {
      const committed = await change(planned, progress);
      progress.clear();
      console.out(committedText(host, committed));
      if (committed.state === "confirmed" && closesOwnLogin(planned.read.wanted)) console.out(closingText(planned));
      return committed;
    } catch (error) {
      // one host must not end the others in the middle of their changes
      progress.clear();
      tellThrown(console, error, host);
      console.out(brokenOffText(host, pace.seconds));
      return { state: "error", because: thrownError(error).what, within: pace.seconds };
    }
  });
}

function closingText({ plan }: Planned): string {
  return `  SSH closes to you as well, 30 minutes after its firewall was written; secondlock open-ssh ${plan.host} then opens it\n`;
}

/** A few hosts at once, and no further batch once one failed. */
async function inBatches(
  due: readonly Planned[],
  batch: number,
  apply: (planned: Planned) => Promise<Outcome>,
): Promise<Applied> {
  const outcomes = new Map<string, Outcome>();
  const done: Planned[] = [];
  for (let at = 0; at < due.length; at += batch) {
    const some = due.slice(at, at + batch);
    for (const [index, committed] of (await Promise.all(some.map(apply))).entries()) {
      const planned = some[index];
      if (planned === undefined) continue;
      outcomes.set(planned.plan.host, committed);
      if (committed.state === "confirmed") done.push(planned);
    }
    if (done.length < at + some.length) return { outcomes, done, rest: due.slice(at + batch) };
  }
  return { outcomes, done, rest: [] };
}
