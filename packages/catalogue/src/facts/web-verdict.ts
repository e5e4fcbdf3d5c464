import { isLoopbackName } from "./database-reach.ts";
import type { HostAddresses } from "./host-addresses.ts";
import type { TlsPlace, Upstream } from "./web-settings.ts";

const year = 31_536_000;

/** What is wrong with the header of a place; empty when a browser keeps to TLS for a year. */
export function hstsFault({ title, hsts }: TlsPlace): string {
  if (hsts === "") return `${title} sends none`;
  const [, seconds = ""] = /max-age=(\d{1,15})/i.exec(hsts) ?? [];
  return Number(seconds || 0) >= year ? "" : `${title} sends ${hsts.slice(0, 60)}`;
}

/** Why a passenger of the network between could read or change what is handed on; empty when nobody could. */
export function upstreamFault({ title, to, verified }: Upstream, { addresses }: HostAddresses): string {
  const host = hostOf(to);
  if (host === "" || isLoopbackName(host) || addresses.includes(host)) return "";
  if (!/^(https|grpcs|wss|suwsgi|uwsgis):\/\//i.test(to)) return `${title} hands on to ${to} in clear text`;
  return verified ? "" : `${title} hands on to ${to} and does not check its certificate`;
}

/** Named by a variable: only a request tells where it leads. */
export function isUnnamed({ to }: Upstream): boolean {
  return hostOf(to).includes("$");
}

/** Host name or address of an upstream; empty for a socket in the file system. */
function hostOf(to: string): string {
  if (/^([a-z]+:\/\/)?unix:/i.test(to)) return "";
  const [, six, name = ""] = /^(?:[a-z]+:\/\/)?(?:\[([^\]]*)\]|([^/:|]*))/i.exec(to) ?? [];
  return (six ?? name).toLowerCase();
}
