import { broken, holds, type HostWanted, type Inside } from "@secondlock/model";
import type { SshdSettings } from "./sshd-effective.ts";

const switches: Readonly<Record<string, string>> = {
  publickey: "pubkeyauthentication",
  password: "passwordauthentication",
  "keyboard-interactive": "kbdinteractiveauthentication",
  hostbased: "hostbasedauthentication",
  "gssapi-with-mic": "gssapiauthentication",
};

/** Each list of methods that opens an account, e.g. `[["publickey", "keyboard-interactive"]]`. */
export function waysIn(settings: SshdSettings): readonly (readonly string[])[] {
  const demanded = settings["authenticationmethods"] ?? "any";
  if (demanded !== "any") {
    // `keyboard-interactive:pam` names a device, not another method
    return demanded
      .trim()
      .split(/\s+/)
      .map((list) => list.split(",").map((method) => method.replace(/:.*/, "")));
  }
  return Object.entries(switches)
    .filter(([, keyword]) => isOn(settings[keyword], keyword))
    .map(([method]) => [method]);
}

/** A build without GSSAPI does not print its keyword; any other keyword that is missing is taken as on. */
function isOn(value: string | undefined, keyword: string): boolean {
  return value === undefined ? keyword !== "gssapiauthentication" : value !== "no";
}

/** Whether every way in begins with a key. */
export function beginsWithKey(settings: SshdSettings): boolean {
  const ways = waysIn(settings);
  return (
    settings["pubkeyauthentication"] === "yes" && ways.length > 0 && ways.every(([first]) => first === "publickey")
  );
}

/** Whether every way in asks for something after the key. */
export function asksForMore(settings: SshdSettings): boolean {
  return beginsWithKey(settings) && waysIn(settings).every((way) => way.length > 1);
}

/** Whether only keys in security hardware are taken, each with its PIN or fingerprint: two factors in one. */
export function onlySecurityKeys(settings: SshdSettings): boolean {
  const types = (settings["pubkeyacceptedalgorithms"] ?? "").split(",");
  const verified = (settings["pubkeyauthoptions"] ?? "").split(/[\s,]+/).includes("verify-required");
  return beginsWithKey(settings) && verified && types.every((type) => type.startsWith("sk-"));
}

/** Whether somebody who administers this host has a second factor: then the questions of sshd carry it. */
export function secondFactorDeclared(wanted: HostWanted): boolean {
  return wanted.admins.some(({ secondFactorHome }) => secondFactorHome !== undefined);
}

/** Judges the list of those who may log in: it must be there, and name the declared accounts, all of them and no others. */
export function accessList({ allowusers, allowgroups }: SshdSettings, wanted: HostWanted): Inside {
  const users = (allowusers ?? "")
    .split(/\s+/)
    .filter((user) => user !== "")
    .map((user) => user.replace(/@.*/, ""));
  const strangers = users.filter((user) =>
    wanted.peopleDeclared ? !loginAccounts(wanted).includes(user) : /[*?]/.test(user),
  );
  if (strangers.length > 0)
    return broken(`the list has ${strangers.slice(0, 5).join(", ")}, whom the service file does not name`);
  // sshd lets nobody in who is not on the list, whatever groups it takes besides
  const missing =
    users.length > 0 && wanted.peopleDeclared ? loginAccounts(wanted).filter((name) => !users.includes(name)) : [];
  if (missing.length > 0)
    return broken(`the list lacks ${missing.slice(0, 5).join(", ")}, whom the service file lets log in`);
  if (users.length > 0) return holds(`allowusers ${users.join(" ")}`);
  return allowgroups === undefined
    ? broken("every account may log in")
    : holds(`allowgroups ${allowgroups.replaceAll("\n", " ")}`);
}

/** Accounts that the service file lets log in. */
export function loginAccounts({ admins, ssh, throwaway, auditor }: HostWanted): readonly string[] {
  return [
    ...new Set([
      ...admins.map(({ account }) => account),
      ...(ssh ? [ssh.user] : []),
      ...(throwaway ? [throwaway.account] : []),
      ...(auditor ? [auditor.account] : []),
    ]),
  ];
}
