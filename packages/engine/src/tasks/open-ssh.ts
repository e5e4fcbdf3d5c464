import { connect } from "node:net";
import type { HostWanted, ServiceWanted, SshLogin } from "@secondlock/model";
import { clientAddress } from "../open-ssh/client-address.ts";
import { closeScript, openScript, sourceAddress, windowWord } from "../open-ssh/window.ts";
import { type WayOver, waysOver } from "../open-ssh/ways-over.ts";
import { sshTarget, type SshTarget } from "../targets/ssh.ts";
import { sshSettings } from "../targets/ssh-settings.ts";
import type { AuditOptions } from "./audit-input.ts";
import { passwords, sharedBy } from "./passwords.ts";
import { loginOf } from "./read-host.ts";

export interface OpenSshInput {
  readonly service: ServiceWanted;
  readonly host: HostWanted;
  /** A host of the service file, or a login, to go through. */
  readonly over?: string | SshLogin | undefined;
  readonly what:
    | { readonly close: true }
    | { readonly close: false; readonly from?: string | undefined; readonly seconds: number };
  /** For the record on the host. */
  readonly who: string;
  readonly options: Pick<AuditOptions, "sshConfig" | "mayAsk" | "askPassword" | "passwordAtHand" | "signal">;
}

/** What became of it. `tried` tells every way that led nowhere. */
export type OpenedSsh =
  | {
      readonly state: "opened";
      readonly address: string;
      readonly by: string;
      /** Whether the port answers from here now; undefined when it was opened to somebody else. */
      readonly answers?: boolean;
    }
  | { readonly state: "closed"; readonly by: string }
  | { readonly state: "refused"; readonly because: string; readonly hint: string }
  | { readonly state: "no way in"; readonly tried: readonly { readonly by: string; readonly because: string }[] };

/** Opens the port on demand of a host to one address for a time, or closes it, over a way in that stands. */
export async function openSsh(input: OpenSshInput): Promise<OpenedSsh> {
  const { host, service, over, options } = input;
  const tried: { by: string; because: string }[] = [];
  for (const way of waysOver(host, service, { over, configFile: options.sshConfig, mayAsk: options.mayAsk })) {
    if (options.signal?.aborted === true) break;
    const target = sshTarget(host.id, way.route);
    try {
      const connected = await target.connect(options.signal);
      if (connected.connected) return await workOver(target, way, input);
      tried.push({ by: way.title, because: connected.because });
    } finally {
      await target.close();
    }
  }
  return { state: "no way in", tried };
}

async function workOver(target: SshTarget, { route, title }: WayOver, input: OpenSshInput): Promise<OpenedSsh> {
  const { what, who, options, host } = input;
  const seen =
    what.close || what.from !== undefined ? undefined : await seenFrom(target, { route, title }, options.signal);
  const address = what.close ? "" : sourceAddress(what.from ?? seen ?? "");
  if (address === undefined)
    return {
      ...{ state: "refused", because: "the address that you come from is not known there" },
      hint: "--from ADDRESS names it",
    };
  const login = options.askPassword === undefined ? "root" : await loginOf(target, options.signal);
  if (typeof login === "object") return { state: "refused", because: login.because, hint: "log in there by hand" };
  if (login === "ordinary")
    target.usePassword(await passwords(options).get(host.id, sharedBy(await sshSettings(route))));
  const script = what.close ? closeScript(who) : openScript({ address, seconds: what.seconds, who });
  const ran = await target.run(script, {
    as: "root",
    shell: "sh",
    seconds: 30,
    bytes: 64 * 1024,
    signal: options.signal,
  });
  if (ran.state === "failed") return { state: "refused", because: ran.because, hint: ran.hint };
  const word = windowWord(ran.stdout.toString("latin1"));
  if (ran.refused === undefined && word === "closed") return { state: "closed", by: title };
  if (ran.refused !== undefined || word !== "opened") return refusal(ran.refused ?? ran.interrupted, word, host.id);
  const answers = seen === undefined ? undefined : await isOpen(route, input);
  return { state: "opened", address, by: title, ...(answers === undefined ? {} : { answers }) };
}

function refusal(because: string | undefined, word: string | undefined, host: string): OpenedSsh {
  if (because !== undefined) return { state: "refused", because, hint: "nothing was opened" };
  if (word === "not-root")
    return { state: "refused", because: "the login gets no root there", hint: "give a login that may use sudo" };
  if (word === "no-set")
    return {
      ...{ state: "refused", because: "its firewall has no port on demand" },
      hint: `write from: on-demand at the port in the service file, then secondlock harden ${host}`,
    };
  return {
    state: "refused",
    because: "nft does not take it",
    hint: "log in there and look at nft list table inet secondlock",
  };
}

/** The address that this machine has for the outside: what the first host of the way sees. */
async function seenFrom(
  target: SshTarget,
  { route }: WayOver,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const [first] = route.via;
  if (first === undefined) return await clientAddress(target, signal);
  const jump = sshTarget("jump", { ...route, login: first, via: [] });
  try {
    const connected = await jump.connect(signal);
    return connected.connected ? await clientAddress(jump, signal) : undefined;
  } finally {
    await jump.close();
  }
}

/** Whether the port takes a connection from here. */
async function isOpen(route: WayOver["route"], { options }: OpenSshInput): Promise<boolean> {
  const { address, port } = await sshSettings({ ...route, via: [] });
  return await new Promise((resolve) => {
    const socket = connect({
      host: address,
      port,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(5_000, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
