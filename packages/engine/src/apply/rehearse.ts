import type { AttemptHost } from "../attempt/attempt-host.ts";
import type { ProbePlace } from "../attempt/probe-runner.ts";
import { probeFromHere } from "../attempt/prober.ts";
import { bareSsh, onlyKeys, pinned } from "../attempt/ssh-command.ts";
import { askHost, told } from "../host/host-link.ts";
import { sanitiseLine } from "../report/sanitise.ts";
import { runProcess } from "../targets/process.ts";
import type { SshTarget } from "../targets/ssh.ts";

/** What a change in a private copy of the host's /etc showed. */
export type Rehearsed =
  | { readonly state: "passed"; readonly because: string }
  | { readonly state: "failed"; readonly because: string }
  /** Nothing could be tried, e.g. in a container; the change itself still undoes itself. */
  | { readonly state: "unable"; readonly because: string };

export interface RehearseInput {
  readonly target: SshTarget;
  readonly journal: string;
  readonly attemptHost: AttemptHost | undefined;
  /** Sudo's password; undefined where sudo asks for none. */
  readonly password: string | undefined;
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets the host check the changed files with the programs that read them, and start a second sshd on its loopback in a copy of
 * /etc that only it sees; then logs in there for real. Nothing that others see is changed yet.
 */
export async function rehearse(input: RehearseInput): Promise<Rehearsed> {
  const { target, journal, signal } = input;
  const reply = await askHost(target, "rehearse", { argument: journal, signal });
  if (!reply.ok) return { state: "failed", because: reply.because };
  const [word, value = ""] = reply.rows.find(([first]) => first === "ready" || first === "unable") ?? [];
  if (word !== "ready") return { state: "unable", because: told(value) };
  try {
    return await logIn(input, Number(value));
  } finally {
    await askHost(target, "rehearsed");
  }
}

async function logIn(input: RehearseInput, port: number): Promise<Rehearsed> {
  const { target, attemptHost, directory, signal } = input;
  if (attemptHost === undefined) return { state: "unable", because: "there is no key to log in with" };
  const { user, algorithms } = attemptHost;
  const place = { ...attemptHost.place, algorithms, address: "127.0.0.1", port, proxyCommand: target.throughTo(port) };
  const probe = { kind: "ssh-login", account: user, family: 4, keys: "all" } as const;
  const seen = await probeFromHere({ probe, place }, { directory, signal });
  if (seen.kind !== "ssh-login") {
    const because = seen.kind === "failed" || seen.kind === "closed" ? seen.because : "nothing was seen";
    return { state: "failed", because: `a login as ${user} with the new settings: ${because}` };
  }
  if (seen.opened) return await becomeRoot(input, user, place);
  const left = seen.methodsLeft.join(" or ");
  if (seen.partial && left !== "")
    return { state: "passed", because: `the key of ${user} is taken, then ${left} asked for` };
  return { state: "failed", because: `with the new settings ${user} gets in no more (left: ${left || "nothing"})` };
}

/** A login that cannot become root any more could not take anything back. */
async function becomeRoot({ password, signal }: RehearseInput, user: string, place: ProbePlace): Promise<Rehearsed> {
  if (user === "root") return { state: "passed", because: "root logs in with the new settings" };
  const sudo = `LC_ALL=C sudo -k ${password === undefined ? "-n" : "-S -p ''"} id -u`;
  const login = [...bareSsh(place), ...pinned(place), ...onlyKeys(place.identities), "-l", user, "--", place.address];
  const ran = await runProcess(["ssh", ...login.slice(1), sudo], password === undefined ? "" : `${password}\n`, {
    ...{ seconds: 20, bytes: 4_096, signal },
  });
  if (/^0$/m.test(ran.stdout.toString("latin1")))
    return { state: "passed", because: `${user} logs in and becomes root with the new settings` };
  const said = sanitiseLine(ran.stderr.trim().split("\n").at(-1) ?? "", 160);
  return {
    state: "failed",
    because: `with the new settings ${user} logs in and does not become root: ${said || "nothing is said"}`,
  };
}
