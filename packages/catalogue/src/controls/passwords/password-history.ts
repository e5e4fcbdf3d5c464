import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { optionsOf, pamStacks } from "../../facts/pam-stacks.ts";
import { numberOf, passwordRules } from "../../facts/password-rules.ts";
import { passwordStack } from "../../facts/password-stack.ts";
import { pamEntry, qualityModule } from "../../states/pam-entries.ts";

export const passwordHistory = defineControl({
  id: "password-history",
  title: "An old password cannot come back",
  why: "After a leak, a new password that is the old one again changes nothing.",
  severity: "low",
  area: "passwords",
  covers: ["R014"],
  applies: everyHost,
  facts: { pam: pamStacks, rules: passwordRules },
  verdict({ pam, rules }) {
    const { history, unix } = passwordStack(pam);
    const remembered = history
      ? numberOf({ ...rules.pwhistory, ...optionsOf(history) }, "remember", 10)
      : numberOf(optionsOf(unix), "remember", 0);
    return remembered >= 24
      ? holds(`the last ${remembered} are remembered`)
      : broken(remembered === 0 ? "old passwords are not remembered" : `only the last ${remembered} are remembered`);
  },
  attempt: { none: "it would set a password" },
  fix: () => [
    ...qualityModule(),
    pamEntry({
      file: "common-password",
      type: "password",
      control: "required",
      module: "pam_pwhistory.so",
      args: ["remember=24", "enforce_for_root", "use_authtok"],
      before: ["pam_unix.so"],
    }),
  ],
  references: ["CIS Debian 12 5.3.3.3", "https://manpages.debian.org/bookworm/libpam-modules/pam_pwhistory.8.en.html"],
});
