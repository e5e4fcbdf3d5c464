import type { SshLogin } from "@secondlock/model";
import { knowsSessionType } from "./ssh-version.ts";

export type MayAsk = boolean | "when needed";

export interface SshRoute {
  readonly login: SshLogin;
  /** Logins to jump through, first one first. */
  readonly via: readonly SshLogin[];
  /** `ssh -F`: a configuration other than the user's own. */
  readonly configFile?: string | undefined;
  /** File of the one private key that is offered. */
  readonly identity?: string | undefined;
  /** Whether ssh may ask for passphrases and codes on the terminal; `when needed`: once the key alone was not enough. */
  readonly mayAsk?: MayAsk | undefined;
}

/**
 * Options of one login. The user's own configuration, agent and jump hosts count; forwarding, local commands and
 * anything else that would let a hostile server reach back do not.
 */
export function sshOptions(route: SshRoute): string[] {
  return [
    ...(route.configFile === undefined ? [] : ["-F", route.configFile]),
    "-T",
    ...option("BatchMode", route.mayAsk === true ? "no" : "yes"),
    ...option("ConnectTimeout", "10"),
    ...option("ServerAliveInterval", "5"),
    ...option("ServerAliveCountMax", "3"),
    ...option("ForwardAgent", "no"),
    ...option("ForwardX11", "no"),
    ...option("ClearAllForwardings", "yes"),
    ...option("PermitLocalCommand", "no"),
    ...option("RemoteCommand", "none"),
    ...option("Tunnel", "no"),
    ...(knowsSessionType() ? ownSession : []),
    ...option("EscapeChar", "none"),
    ...option("LogLevel", "ERROR"),
    ...(route.identity === undefined
      ? []
      : [...option("IdentitiesOnly", "yes"), ...option("IdentityFile", `"${percent(route.identity)}"`)]),
    ...(route.via.length === 0 ? [] : option("ProxyJump", route.via.map(jump).join(","))),
    ...(route.login.port === 22 ? [] : ["-p", String(route.login.port)]),
    ...(route.login.user === "" ? [] : ["-l", route.login.user]),
  ];
}

/** Keeps a session what it is for us, whatever the user's configuration makes of it. OpenSSH has known these since 8.7. */
const ownSession = [
  ...option("SessionType", "default"),
  ...option("ForkAfterAuthentication", "no"),
  ...option("StdinNull", "no"),
];

export function option(name: string, value: string): [string, string] {
  return ["-o", `${name}=${value}`];
}

/** A path as an option takes it that knows tokens such as `%h`. */
export function percent(path: string): string {
  return path.replaceAll("%", "%%");
}

/** `user@host:port` as ProxyJump wants it. */
function jump({ user, address, port }: SshLogin): string {
  const host = address.includes(":") ? `[${address}]` : address;
  return `${user === "" ? "" : `${user}@`}${host}${port === 22 ? "" : `:${port}`}`;
}

/** How the login is shown to people. */
export function loginText({ user, address, port }: SshLogin): string {
  return `ssh ${user === "" ? "" : `${user}@`}${address}${port === 22 ? "" : ` -p ${port}`}`;
}
