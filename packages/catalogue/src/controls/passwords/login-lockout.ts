import { broken, defineControl, everyHost, holds, type Inside } from "@secondlock/model";
import { unlessOpen } from "../../facts/pam-openings.ts";
import { type PamEntry, type PamStacks, optionsOf, pamStack, pamStacks } from "../../facts/pam-stacks.ts";
import { numberOf, type PasswordRules, passwordRules } from "../../facts/password-rules.ts";
import { loginLockout as lockout } from "../../states/pam-entries.ts";
import { pamOpeningsClosed } from "../../states/pam-openings-closed.ts";
import { passwordSettings } from "../../states/password-settings.ts";

const services = ["login", "sshd", "su-l", "su"];

export const loginLockout = defineControl({
  id: "login-lockout",
  title: "Five failed logins lock an account for a while",
  why: "Guessing a password or a six-digit code needs many tries; a lock after a few makes it hopeless.",
  severity: "medium",
  area: "passwords",
  covers: ["R014", "R024", "R096"],
  applies: everyHost,
  facts: { pam: pamStacks, rules: passwordRules },
  verdict: ({ pam, rules }) => unlessOpen(pam, services, counted(pam, rules)),
  attempt: { none: "failed logins would lock an account" },
  fix: () => [
    pamOpeningsClosed(services),
    ...lockout(),
    passwordSettings("faillock", { deny: "5", unlock_time: "900" }),
  ],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: [
    "CIS Debian 12 5.3.2.2",
    "CIS Debian 12 5.3.3.1",
    "https://manpages.debian.org/bookworm/libpam-modules/pam_faillock.8.en.html",
  ],
});

function counted(pam: PamStacks, rules: PasswordRules): Inside {
  const auth = pamStack(pam, "login", "auth");
  const at = (option: string): number =>
    auth.findIndex(({ module, args }) => module.endsWith("pam_faillock.so") && args.includes(option));
  const asked = auth.findIndex(({ module }) => module.endsWith("pam_unix.so"));
  if (at("authfail") === -1) return broken("failed logins are not counted");
  if (at("preauth") === -1 || at("preauth") > asked || at("authfail") < asked)
    return broken("pam_faillock does not stand on both sides of pam_unix");
  if (!pamStack(pam, "login", "account").some(isFaillock))
    return broken("pam_faillock is missing in account: a good login does not reset the count");
  const settings = { ...rules.faillock, ...optionsOf(auth[at("authfail")]) };
  const deny = numberOf(settings, "deny", 3);
  const unlock = settings["unlock_time"] === "never" ? 0 : numberOf(settings, "unlock_time", 600);
  if (deny < 1 || deny > 5) return broken(`deny ${deny}`);
  return unlock === 0 || unlock >= 900
    ? holds(`locked after ${deny} failures, for ${unlock === 0 ? "good" : `${unlock} seconds`}`)
    : broken(`unlock_time ${unlock}`);
}

function isFaillock({ module }: PamEntry): boolean {
  return module.endsWith("pam_faillock.so");
}
