import { existsSync, mkdtempSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { quote, quoteAll } from "../collect/quote.ts";
import { endWithUs } from "./last-will.ts";
import { runProcess } from "./process.ts";
import { passwordCommand, plainCommand, runWithPassword } from "./root-shell.ts";
import { asksForCode, codeFailure, sshFailure } from "./ssh-failure.ts";
import { type Master, startMaster } from "./ssh-master.ts";
import { ownWords, reasonOf, serverHostKey } from "./ssh-log.ts";
import { loginText, option, percent, sshOptions, type SshRoute } from "./ssh-options.ts";
import type { Target } from "./target.ts";

/** Most seconds until a login stands, second factor included. */
const loginSeconds = { alone: 20, asked: 120 };

/** Longest folder in which the path of a control socket, with what ssh puts behind it, still fits a socket's address. */
const longestFolder = 60;

type LoggedIn =
  | { readonly connected: true }
  | {
      readonly connected: false;
      /** The key was taken, and a code was wanted. */
      readonly asked: boolean;
      readonly because: string;
      readonly hint: string;
    };

let lastToAsk: Promise<unknown> = Promise.resolve();

/** Two that ask on one terminal would take each other's answers. */
async function oneAsksAtATime<T>(ask: () => Promise<T>): Promise<T> {
  const mine = lastToAsk.then(ask, ask);
  lastToAsk = mine.catch(() => undefined);
  return await mine;
}

export interface SshTarget extends Target {
  readonly connect: (signal?: AbortSignal) => Promise<LoggedIn>;
  /** From now on sudo gets this password; undefined: none. Kept in memory only. */
  readonly usePassword: (password: string | undefined) => void;
  /** `ProxyCommand` to a port of the host's own loopback, through the connection that stands. */
  readonly throughTo: (port: number) => string;
  /** Fingerprint of the host key that the user's own ssh took the connection for; empty when it is not known. */
  readonly hostKey: () => string;
}

/**
 * A host over the system's own ssh. One connection is made and shared by everything that runs on it; it is owned by
 * this process, so that nothing is left behind when we end.
 */
export function sshTarget(id: string, route: SshRoute): SshTarget {
  let master: Master | undefined;
  let directory: string | undefined;
  let letGo: (() => void) | undefined;
  let password: string | undefined;
  let seenKey = "";
  let asks = route.mayAsk === true;

  const socket = (): string => join(directory ?? "", "s");
  const log = (): string => join(directory ?? "", "log");
  const said = async (): Promise<string> => await readFile(log(), "utf8").catch(() => "");
  const session = (command: string, secret = false): [string, ...string[]] => [
    "ssh",
    // should the shared connection be gone, ssh makes one of its own: never to a host that nobody has verified
    ...(secret ? option("StrictHostKeyChecking", "yes") : []),
    ...sshOptions({ ...route, mayAsk: asks }),
    ...option("ControlMaster", "no"),
    ...option("ControlPath", percent(socket())),
    "--",
    route.login.address,
    command,
  ];

  async function close(): Promise<void> {
    await master?.end();
    master = undefined;
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
    directory = undefined;
    letGo?.();
  }

  async function logIn(signal: AbortSignal | undefined): Promise<LoggedIn> {
    try {
      // at once, so that whoever calls can do other work while ssh logs in
      directory = mkdtempSync(join(socketPlace(), "secondlock-"));
    } catch (error) {
      const because = `no private folder can be made: ${error instanceof Error ? error.message : "no reason given"}`;
      const hint = "make room on this machine, or let TMPDIR name another place";
      return { connected: false, asked: false, because, hint };
    }
    letGo = endWithUs({ folder: directory });
    const argv = [
      // before the other options: SessionType would forbid -N after it, and of two log levels the first counts
      "-N",
      ...option("LogLevel", "DEBUG1"),
      ...["-E", log()],
      ...sshOptions({ ...route, mayAsk: asks }),
      ...option("ControlMaster", "yes"),
      ...option("ControlPath", percent(socket())),
      ...option("ControlPersist", "no"),
      "--",
      route.login.address,
    ];
    const started = startMaster(argv, asks);
    master = started;
    const limit = asks ? loginSeconds.asked : loginSeconds.alone;
    const until = Date.now() + limit * 1_000;
    while (!started.ended() && !existsSync(socket()) && Date.now() < until && signal?.aborted !== true) await sleep(10);
    if (!started.ended() && existsSync(socket())) {
      seenKey = serverHostKey(await said());
      return { connected: true };
    }
    const words = [ownWords(await said()), started.stderr()];
    await close();
    const fallback = signal?.aborted === true ? "stopped by you" : `no login within ${limit} s`;
    const reason = reasonOf(words[0] ?? "", words[1] ?? "");
    if (!asksForCode.test(reason)) return { connected: false, asked: false, ...sshFailure(reason, fallback) };
    const jump = asksForCode.test(words[0] ?? "") ? undefined : jumpOf(reason, route);
    return { connected: false, asked: true, ...codeFailure({ jump, asked: asks }) };
  }

  return {
    id,
    reached: loginText(route.login),
    hostKey: () => seenKey,
    throughTo: (port) => percent(quoteAll(session(`exec perl -e ${quote(relay)} ${port}`))),
    usePassword(given) {
      password = given;
    },
    async connect(signal) {
      if (master?.ended() === false && existsSync(socket())) return { connected: true };
      const first = await logIn(signal);
      if (first.connected || route.mayAsk !== "when needed" || !first.asked || signal?.aborted === true) return first;
      asks = true;
      return await oneAsksAtATime(async () => await logIn(signal));
    },
    async run(script, options) {
      if (directory === undefined) return { state: "failed", because: "there is no connection", hint: "connect first" };
      const secret = options.as === "root" ? password : undefined;
      const ran =
        secret === undefined
          ? await runProcess(session(plainCommand(options)), script, options)
          : await runWithPassword(session(passwordCommand(options.shell), true), secret, script, options);
      if (ran.status === 255 && ran.stdout.length === 0 && ran.interrupted === undefined)
        return { state: "failed", ...sshFailure(ran.stderr, "the connection is lost") };
      return { state: "ended", ...ran };
    },
    close,
  };
}

/** Copies both ways between its own streams and a port of the loopback; sshd's own forwarding may be off. */
const relay = `use IO::Socket::INET; use IO::Select;
my $to = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $ARGV[0]) or exit 1;
my $all = IO::Select->new(\\*STDIN, $to); $SIG{PIPE} = "IGNORE";
while (my @ready = $all->can_read(90)) { for my $from (@ready) { sysread($from, my $part, 65536) or exit 0;
my $onto = $from == $to ? \\*STDOUT : $to; my $at = 0; while ($at < length $part) { $at += syswrite($onto, $part, 65536, $at) || exit 0 } } }`;

/** The jump host whose ssh was refused a code. Its name is taken from our route, for a banner could say any. */
function jumpOf(reason: string, { via }: SshRoute): string | undefined {
  const [only, ...more] = via;
  const named = via.find(({ address }) => reason.includes(`@${address}: Permission denied (keyboard-interactive`));
  return (named ?? (more.length === 0 ? only : undefined))?.address;
}

function socketPlace(): string {
  return Buffer.byteLength(tmpdir()) <= longestFolder ? tmpdir() : "/tmp";
}
