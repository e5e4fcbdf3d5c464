import { type Drilled, drillLoginAlert } from "@secondlock/engine/change";
import { type Console, refuse } from "../console.ts";
import { declaredService } from "../declared-service.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { passwordSource } from "../password-source.ts";
import { planArguments } from "./plan-options.ts";

const drills = ["login-alert"] as const;

/** Acts out something bad on purpose, and tells whether it was noticed. */
export async function drillCommand(
  what: string,
  hosts: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  if (!(drills as readonly string[]).includes(what))
    return refuse(console, `there is no drill ${what.slice(0, 80)}`, `one of: ${drills.join(", ")}`, 2);
  const seconds = Number(options["within"]);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 600)
    return refuse(console, "--within takes whole seconds from 1 to 600", "e.g. --within 30", 2);
  const args = planArguments(hosts, options);
  const chosen = await declaredService(args, console, "a drill is made on its hosts");
  if (chosen === undefined) return 2;
  const { service, whole } = chosen;
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  const askPassword = passwordSource(args, () => undefined, signal);
  let failed = false;
  for (const host of service.hosts) {
    if (signal.aborted) break;
    const drilled = await drillLoginAlert({
      ...{ service: whole, host, seconds },
      options: {
        mayAsk: args.ask,
        sshConfig: args.sshConfig,
        askPassword,
        passwordAtHand: args.sudoPasswordStdin,
        signal,
      },
    });
    const { text, delivered } = drillText(host.id, drilled);
    console.out(text);
    failed ||= !delivered;
  }
  interrupt.release();
  if (signal.aborted) return 130;
  return failed ? 1 : 0;
}

/** Pure: what it says, and whether every channel has taken the alert on the login and the mark. */
export function drillText(host: string, drilled: Drilled): { readonly text: string; readonly delivered: boolean } {
  if (!drilled.made)
    return { text: `${host}: no drill: ${drilled.because}\nhint: ${drilled.hint}\n`, delivered: false };
  const { nonce, record } = drilled;
  const { runs, login, mark, quiet } = record;
  if (!runs || login.length === 0) {
    const why = runs ? "no channel is declared there" : "secondlock-alerts.service does not run there";
    return {
      text: `${host}: not noticed: ${why}\nhint: declare alerts:, and run secondlock harden ${host} --only login-alert\n`,
      delivered: false,
    };
  }
  const lines = login.map(({ channel, seconds, failed }, index) => {
    const marked = mark[index]?.seconds;
    if (quiet) return `  ${channel}: the login is on the quiet list; the mark ${arrived(marked)}`;
    if (seconds !== undefined && marked !== undefined)
      return `  ${channel}: delivered, the login after ${seconds} s, the mark after ${marked} s`;
    return `  ${channel}: not delivered: the login ${arrived(seconds)}, the mark ${arrived(marked)}${reason(failed ?? mark[index]?.failed)}`;
  });
  const delivered =
    mark.every(({ seconds }) => seconds !== undefined) &&
    (quiet || login.every(({ seconds }) => seconds !== undefined));
  const title = `${host}: ${delivered ? "delivered" : "not delivered"}; whoever gets the alerts sees the mark ${nonce}`;
  return { text: [title, ...lines, ""].join("\n"), delivered };
}

function arrived(seconds: number | undefined): string {
  return seconds === undefined ? "has not arrived" : `after ${seconds} s`;
}

function reason(failed: string | undefined): string {
  return failed === undefined ? "" : ` (${failed})`;
}
