import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { umaskOfLogin } from "../../attempts/umask-of-login.ts";
import { optionsOf, pamStack, pamStacks } from "../../facts/pam-stacks.ts";
import { passwordRules } from "../../facts/password-rules.ts";
import { shellDefaults } from "../../facts/shell-defaults.ts";
import { passwordSettings } from "../../states/password-settings.ts";
import { shellSettings } from "../../states/shell-settings.ts";

export const defaultUmask = defineControl({
  id: "default-umask",
  title: "New files are closed to others",
  why: "A dump or a key that somebody writes down in a hurry must not be readable by every service on the host.",
  severity: "low",
  area: "accounts",
  covers: ["R031", "R160"],
  applies: everyHost,
  facts: { shell: shellDefaults, pam: pamStacks, rules: passwordRules },
  verdict({ shell, pam, rules }) {
    const module = pamStack(pam, "login", "session").find((entry) => entry.module.endsWith("pam_umask.so"));
    const byPam = module && (optionsOf(module)["umask"] ?? rules.loginDefs["UMASK"] ?? "022");
    const byShell = shell.umask.at(-1)?.value;
    const all = [byPam, byShell].filter((value) => value !== undefined);
    const open = all.find((value) => (Number.parseInt(value, 8) & 0o027) !== 0o027);
    if (all.length === 0) return broken("nothing sets it, so it is 022");
    return open === undefined ? holds(`umask ${all.join(", ")}`) : broken(`umask ${open}`);
  },
  attempt: umaskOfLogin,
  fix: () => [shellSettings({ umask: "027" }), passwordSettings("loginDefs", { UMASK: "027" })],
  references: [
    "CIS Debian 12, user default environment",
    "https://manpages.debian.org/bookworm/libpam-modules/pam_umask.8.en.html",
  ],
});
