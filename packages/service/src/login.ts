import type { SshLogin } from "@secondlock/model";
import { canonicalAddress, isHostName } from "./address.ts";
import type { Refusal } from "./problem.ts";
import { printable } from "./problem.ts";

const sshPort = 22;

const shape = "write user@host, user@host:2222 or user@[2001:db8::7]:2222";
const wanted = /^(?<user>[^@]*)@(?:\[(?<bracketed>[^\]]*)\]|(?<plain>[^:]*))(?::(?<port>\d{1,5}))?$/;

/** Login names as systems have them; nothing that `ssh` could take for an option or a shell for its own. */
export function isAccountName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/.test(text);
}

/**
 * Reads `user@host`, `user@host:port`, `user@[v6]:port`; the host may be an alias of ~/.ssh/config.
 * What could be an option or reach a shell through ProxyCommand is refused (CVE-2017-1000117, CVE-2023-51385).
 */
export function parseLogin(text: string): SshLogin | Refusal {
  const early = refuseEarly(text);
  if (early !== undefined) return early;
  const parts = wanted.exec(text)?.groups;
  if (parts === undefined) return refuseShape(text);
  const user = parts["user"] ?? "";
  if (!isAccountName(user)) {
    return {
      what: `has a user name that no system has: ${printable(user, 80)}`,
      hint: "use letters, digits, dot, dash and underscore; it cannot begin with a dash",
    };
  }
  const port = parts["port"] === undefined ? sshPort : Number(parts["port"]);
  if (port < 1 || port > 65_535)
    return { what: `has a port that does not exist: ${port}`, hint: "ports go from 1 to 65535" };
  const bracketed = parts["bracketed"];
  const given = bracketed ?? parts["plain"] ?? "";
  const address = canonicalAddress(given);
  const fits =
    bracketed === undefined ? address !== undefined || isHostName(given) : given.includes(":") && address !== undefined;
  if (!fits)
    return { what: `has an address that is neither a name nor an address: ${printable(given, 80)}`, hint: shape };
  return { user, address: address ?? given, port };
}

/** Whether {@link parseLogin} refused. */
export function isRefusal(value: SshLogin | Refusal): value is Refusal {
  return "hint" in value;
}

function refuseEarly(text: string): Refusal | undefined {
  if (text === "") return { what: "is empty", hint: shape };
  if (text.length > 320) return { what: "is longer than a login can be", hint: shape };
  if (text.startsWith("-") || text.includes("@-") || text.includes("@[-")) {
    return { what: "begins with a dash, which ssh would take for an option", hint: shape };
  }
  if (!/^[\u0021-\u007e]+$/.test(text)) return { what: "has a space or a character that no login has", hint: shape };
  if (/^[a-z]+:\/\//i.test(text)) return { what: "is a URL", hint: shape };
  return undefined;
}

function refuseShape(text: string): Refusal {
  if (!text.includes("@")) {
    return {
      what: `names no user: ${printable(text, 80)}`,
      hint: `write who logs in, e.g. deploy@${printable(text, 80)}`,
    };
  }
  const [user, ...rest] = text.split("@");
  if (rest.length === 1 && canonicalAddress(rest[0] ?? "") !== undefined) {
    return {
      what: "has an IPv6 address without brackets",
      hint: `write "${printable(user ?? "", 80)}@[${rest[0] ?? ""}]", in quotes`,
    };
  }
  return { what: `is not a login: ${printable(text, 80)}`, hint: shape };
}
