import type { Observation, Read } from "@secondlock/model";
import { option, percent } from "../targets/ssh-options.ts";
import { closed, failed, hostKeyAlias, noRoute, type ProbePlace } from "./probe-runner.ts";

/** The start of every probe over ssh: nothing of the operator's configuration, keys or agent takes part by itself. */
export function bareSsh(place: ProbePlace, asks: "never asks" | "may ask" = "never asks"): string[] {
  return [
    "ssh",
    ...["-F", "/dev/null", "-T"],
    ...option("BatchMode", asks === "never asks" ? "yes" : "no"),
    ...option("ConnectTimeout", "5"),
    ...option("ConnectionAttempts", "1"),
    ...option("ControlPath", "none"),
    ...option("GlobalKnownHostsFile", "/dev/null"),
    ...(place.proxyCommand === undefined ? [] : option("ProxyCommand", place.proxyCommand)),
    ...(place.algorithms ?? []),
    ...["-p", String(place.port)],
  ];
}

/** Options that admit only the host whose keys were read inside: no credential ever goes to another. */
export function pinned(place: ProbePlace): string[] {
  return [
    ...option("StrictHostKeyChecking", "yes"),
    ...option("UserKnownHostsFile", percent(place.knownHosts)),
    ...option("HostKeyAlias", hostKeyAlias),
  ];
}

export function onlyKeys(identities: readonly string[]): string[] {
  return [
    ...option("PreferredAuthentications", "publickey"),
    ...option("IdentitiesOnly", "yes"),
    ...identities.flatMap(identity),
  ];
}

/** `-i` looks for the file as it stands and expands `%` all the same, so that such a path reaches ssh only as an option. */
function identity(file: string): string[] {
  return file.includes("%") ? option("IdentityFile", `"${percent(file)}"`) : ["-i", file];
}

/** ssh speaks of what it does on standard error; this brings it to standard output. */
export function spoken(argv: readonly string[], seconds: number): Read {
  return { argv: ["sh", "-c", 'exec "$@" 2>&1', "sh", ...argv], root: false, bytes: 32 * 1024, seconds };
}

/** What a server does that has too many callers for the moment (MaxStartups drops them at random). */
export const turnedAway = failed("the server closes the connection before it speaks");

/** When no SSH server was spoken to. Undefined when one was. */
export function notSpoken(text: string, status: number): Observation | undefined {
  if (/Remote protocol version /.test(text)) return undefined;
  if (/Connection refused/.test(text)) return closed("the port refuses connections");
  // who takes the connection and says nothing has refused nothing
  if (/Connection established|during banner exchange/.test(text) && (status === 124 || /timed out/.test(text)))
    return failed("something takes the connection and says nothing");
  if (/Network is unreachable|Cannot assign requested address|Address family not supported/.test(text)) return noRoute;
  if (/timed out|No route to host/.test(text) || status === 124) return closed("nothing answers");
  if (/Connection closed|Connection reset|kex_exchange_identification/.test(text)) return turnedAway;
  if (status === 127) return failed("there is no ssh client at this vantage");
  return failed(`ssh says: ${text.trim().split("\n").at(-1)?.slice(0, 160) ?? "nothing"}`);
}
