import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { pamStacks } from "../../facts/pam-stacks.ts";
import { effectiveQuality, passwordRules } from "../../facts/password-rules.ts";
import { qualityModule } from "../../states/pam-entries.ts";
import { passwordQuality } from "../../states/password-settings.ts";

export const passwordQualityBindsRoot = defineControl({
  id: "password-quality-binds-root",
  title: "The quality check also binds root",
  why: 'First passwords are set by root with `passwd NAME`; without this, root can set "password" for anybody.',
  severity: "low",
  area: "passwords",
  covers: ["R005", "R014"],
  applies: everyHost,
  facts: { pam: pamStacks, rules: passwordRules },
  verdict({ pam, rules }) {
    const quality = effectiveQuality(rules, pam);
    if (!quality) return broken("no quality module is asked");
    return quality["enforce_for_root"] === undefined
      ? broken("enforce_for_root is not set")
      : holds("enforce_for_root");
  },
  attempt: { none: "it would set a password" },
  fix: () => [...qualityModule(), passwordQuality()],
  references: [
    "CIS Debian 12 5.3.3.2.8",
    "https://manpages.debian.org/bookworm/libpam-pwquality/pam_pwquality.8.en.html",
  ],
});
