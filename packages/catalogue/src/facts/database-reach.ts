import type { AccessRule, DatabaseServer } from "./database-server.ts";
import { isPrivate } from "./host-addresses.ts";

/** Addresses that the server listens on, as its settings say; empty when it has no network at all. */
export function boundAddresses({ settings }: DatabaseServer): readonly string[] {
  if (/^(on|1)$/i.test(settings["skip_networking"] ?? "")) return [];
  const all = [settings["bind_address"] ?? settings["listen_addresses"] ?? "*", settings["mysqlx_bind_address"] ?? ""];
  return all
    .join(",")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

export function isLoopbackName(address: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(address);
}

/** Neither the host itself nor one private address. */
export function isWideBind(address: string): boolean {
  return !isLoopbackName(address) && !isPrivate(address);
}

/** Rules that let in somebody who comes over the network from another machine. */
export function remoteRules({ rules }: DatabaseServer): readonly AccessRule[] {
  return rules.filter(
    ({ type, from, method }) =>
      type.startsWith("host") &&
      method !== "reject" &&
      from !== "samehost" &&
      !/^(127\.|::1(\/|$)|localhost$)/.test(from),
  );
}

/** Admits more than a handful of addresses. */
export function isWideRule({ from }: AccessRule): boolean {
  if (from === "" || from === "all" || from === "samenet") return true;
  const [address = "", mask = ""] = from.split("/");
  if (mask === "") return false;
  const bits = maskBits(mask);
  return address.includes(":") ? bits < 120 : bits < 28;
}

/** `255.255.255.240`, `ffff:ffff::` or `28` as the number of leading ones. */
function maskBits(mask: string): number {
  if (/^\d+$/.test(mask)) return Number(mask);
  if (mask.includes(":"))
    return (mask.match(/[0-9a-f]/gi) ?? []).reduce((sum, digit) => sum + ones(Number.parseInt(digit, 16)), 0);
  return mask.split(".").reduce((sum, part) => sum + ones(Number(part)), 0);
}

function ones(value: number): number {
  return (Number.isInteger(value) ? value : 0).toString(2).replaceAll("0", "").length;
}

export function ruleTitle({ line, type, database, user, from, method }: AccessRule): string {
  return `line ${line} (${type} ${database} ${user} ${from} ${method})`.replaceAll(/ +/g, " ");
}

/** Host part of a MariaDB account that stands for more than one machine. */
export function isWideHost(host: string): boolean {
  return /[%_/]/.test(host) || host === "";
}

function asksPassword(method: string): boolean {
  return /^(scram-sha-256|md5|password)$/.test(method);
}

/** Rules by which a superuser may come over the network; one without a password cannot pass where a password is asked. */
export function superuserRules(server: DatabaseServer): readonly string[] {
  const supers = server.accounts.filter(({ superuser, host }) => superuser && host === "");
  const lets = ({ user, method }: AccessRule): boolean =>
    supers.some(
      ({ name, plugin }) =>
        user.split(",").some((one) => one === "all" || one === name || one.startsWith("+")) &&
        !(plugin === "none" && asksPassword(method)),
    );
  return remoteRules(server).filter(lets).map(ruleTitle);
}

/** MySQL, not MariaDB. */
export function isMysql({ version, settings }: DatabaseServer): boolean {
  return !/mariadb/i.test(settings["version"] ?? version) && settings["bind_address"] !== undefined;
}

export function isOn(value: string | undefined): boolean {
  return /^(on|1|yes|true)$/i.test(value ?? "");
}
