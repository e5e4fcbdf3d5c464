import { sanitiseLine } from "../report/sanitise.ts";

export interface SshFailure {
  readonly because: string;
  readonly hint: string;
}

/** The key was taken, and something is asked for that only a person can type. */
export const asksForCode = /Permission denied \(keyboard-interactive/;

/**
 * Why a login that wants a code did not come about. `asked`: a person was at the terminal to type it. The module for codes
 * tells only the host's own log that it takes no more of them for a while. Pure.
 */
export function codeFailure({ jump, asked }: { readonly jump?: string | undefined; asked: boolean }): SshFailure {
  const login = jump === undefined ? "the login" : `the login at the jump host ${jump}`;
  return asked
    ? {
        because: `${login} does not take the code`,
        hint: "codes are limited to 3 logins in 30 s, and each counts once: wait half a minute, then type the next one",
      }
    : {
        because: `${login} asks for a code after the key`,
        hint: "run it at a terminal, where the code can be typed",
      };
}

const known: readonly (readonly [RegExp, string, string])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed/,
    "the host key is not the one that you know",
    "find out why before you go on; if the host was rebuilt, remove the old key with ssh-keygen -R",
  ],
  [
    /Host key verification failed|No .* host key is known/,
    "the host key is not known on this machine",
    "log in once with ssh and compare the fingerprint",
  ],
  [
    /Permission denied|Too many authentication failures/,
    "the login is refused",
    "check with the same ssh command that your key is loaded and accepted",
  ],
  [
    /Could not resolve hostname|Name or service not known/,
    "the name cannot be resolved",
    "check the address in the service file",
  ],
  [
    /Connection timed out|Operation timed out|timed out during banner/,
    "nothing answers in time",
    "check that the host runs and that its firewall admits you",
  ],
  [/Connection refused/, "the port is closed", "check the port in the service file and that sshd runs"],
  [/No route to host|Network is unreachable/, "there is no route to it", "check your network or VPN"],
  [
    /Connection closed|Connection reset|kex_exchange_identification|Broken pipe/,
    "the connection is closed by the other side",
    "check the host's log: it may ban this address or be at its limit",
  ],
  [
    /Bad configuration option|no argument after keyword/,
    "the ssh configuration has an error",
    "run ssh -G with the host's name to see it",
  ],
];

/** What ssh said on standard error, for people. Pure. */
export function sshFailure(stderr: string, fallback: string): SshFailure {
  if (asksForCode.test(stderr)) return codeFailure({ asked: false });
  const match = known.find(([pattern]) => pattern.test(stderr));
  if (match) return { because: match[1], hint: match[2] };
  // the words of a host come this way too: a banner, or whatever a session says before it ends
  const last = sanitiseLine(stderr.trim().split("\n").at(-1) ?? "", 200);
  return { because: last === "" ? fallback : `ssh says: ${last}`, hint: "try the same login by hand with ssh -v" };
}
