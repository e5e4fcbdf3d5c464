import { hostname, userInfo } from "node:os";
import { dayAndTime } from "@secondlock/engine";
import { consoleCommand, openSsh, type OpenedSsh, sourceAddress, windowSeconds } from "@secondlock/engine/change";
import type { HostWanted, SshLogin } from "@secondlock/model";
import { isRefusal, parseLogin } from "@secondlock/service";
import { complain, type Console, refuse } from "../console.ts";
import { declaredService } from "../declared-service.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { passwordSource } from "../password-source.ts";
import { planArguments } from "./plan-options.ts";

/** Opens a port on demand to one address for a time. The host closes it by itself. */
export async function openSshCommand(
  id: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const args = planArguments([id], options);
  const asked = askedOf(options, console);
  if (asked === undefined) return 2;
  const chosen = await declaredService(args, console, "it names the hosts and their ports");
  const [host] = chosen?.service.hosts ?? [];
  if (chosen === undefined || host === undefined) return 2;
  const { whole } = chosen;
  const hint = "write from: on-demand at port 22 of the host in the service file, then secondlock harden";
  if (!host.ports.some(({ onDemand }) => onDemand))
    return refuse(console, `${id} has no port that opens on demand`, hint, 2);
  const over = overOf(textOf(options, "over"), whole.hosts);
  const example = "e.g. --over db-1 or --over ada@203.0.113.9";
  if (over === false) return refuse(console, "--over takes a host of the service file, or a login", example, 2);
  const interrupt = onInterrupt();
  try {
    const { from, seconds } = asked;
    const opened = await openSsh({
      ...{ service: whole, host, over, who: `${userInfo().username}@${hostname()}` },
      what: asked.close ? { close: true } : { close: false, from, seconds },
      options: {
        mayAsk: args.ask,
        sshConfig: args.sshConfig,
        askPassword: passwordSource(args, () => undefined, interrupt.signal),
        signal: interrupt.signal,
      },
    });
    return tell(host, opened, asked, console);
  } finally {
    interrupt.release();
  }
}

interface Asked {
  readonly from: string | undefined;
  readonly seconds: number;
  readonly close: boolean;
}

/** Undefined once it was told what is wrong. */
function askedOf(options: Record<string, unknown>, console: Console): Asked | undefined {
  const seconds = windowSeconds(textOf(options, "for") ?? "30m");
  const from = textOf(options, "from");
  if (seconds === undefined)
    complain(console, "--for takes a time from 1 minute to 8 hours", "e.g. --for 90s, --for 30m or --for 2h");
  else if (from !== undefined && sourceAddress(from) === undefined)
    complain(console, "--from takes one address that connections can come from", "e.g. --from 203.0.113.7");
  else return { from, seconds, close: options["close"] === true };
  return undefined;
}

function textOf(options: Record<string, unknown>, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** False: it is neither a host nor a login. */
function overOf(text: string | undefined, hosts: readonly HostWanted[]): string | SshLogin | undefined | false {
  if (text === undefined || hosts.some((host) => host.id === text)) return text;
  const login = parseLogin(text);
  return isRefusal(login) ? false : login;
}

function tell(host: HostWanted, opened: OpenedSsh, { from, seconds, close }: Asked, console: Console): ExitCode {
  switch (opened.state) {
    case "opened":
      console.out(`${openedText(host, opened, seconds)}\n`);
      return 0;
    case "closed":
      console.out(`${host.id}: closed, over ${opened.by}. Connections that stand go on until they end.\n`);
      return 0;
    case "refused":
      return refuse(console, `${host.id}: ${opened.because}`, opened.hint, 5);
    case "no way in":
      console.err(`${nowhereText(host, opened.tried, consoleCommand(from, seconds), close)}\n`);
      return 3;
  }
}

function openedText({ id }: HostWanted, opened: Extract<OpenedSsh, { state: "opened" }>, seconds: number): string {
  const until = dayAndTime(new Date(Date.now() + seconds * 1_000));
  const answers =
    opened.answers === undefined
      ? ""
      : opened.answers
        ? "  it answers from here\n"
        : "  it does not answer from here: is another firewall before it?\n";
  return `${id}: open to ${opened.address} until ${until}, when the host closes it by itself
  asked over ${opened.by}
${answers}  A restart of the host, or a reload of its firewall by hand, closes it at once: then run this again.
  secondlock open-ssh ${id} --close takes it back now`;
}

function nowhereText(
  { id, vendor }: HostWanted,
  tried: readonly { readonly by: string; readonly because: string }[],
  command: string,
  close: boolean,
): string {
  const ways = tried.map(({ by, because }) => `  ${by}: ${because}`).join("\n");
  const what = close
    ? "It closes by itself when its time is over."
    : `Open the console of ${vendor === undefined ? "the vendor" : `your vendor (${vendor})`}, log in there as root, and type this one line:\n  ${command}\nThe host takes it back by itself. A host that stays a way in is declared at the port: from: [jump-1, on-demand]`;
  return `secondlock: ${id} cannot be reached:\n${ways}\nhint: --over HOST names another way in. ${what}`;
}
