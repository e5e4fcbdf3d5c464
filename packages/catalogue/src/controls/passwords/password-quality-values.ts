import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { pamStacks } from "../../facts/pam-stacks.ts";
import { effectiveQuality, numberOf, passwordRules, weakRules } from "../../facts/password-rules.ts";
import { qualityModule } from "../../states/pam-entries.ts";
import { passwordQuality } from "../../states/password-settings.ts";

export const passwordQualityValues = defineControl({
  id: "password-quality-values",
  title: "New passwords are long and mixed",
  why: "A password that guards sudo must outlast guessing at the speed of a graphics card once its hash is known.",
  severity: "medium",
  area: "passwords",
  covers: ["R005"],
  applies: everyHost,
  facts: { pam: pamStacks, rules: passwordRules },
  verdict({ pam, rules }) {
    const quality = effectiveQuality(rules, pam);
    if (!quality) return broken("no quality module is asked");
    const wrong = weakRules(quality);
    return wrong.length === 0
      ? holds(`at least ${numberOf(quality, "minlen", 8)} characters of all four classes`)
      : broken(wrong.join(", "));
  },
  attempt: { none: "it would set a password" },
  fix: () => [...qualityModule(), passwordQuality()],
  references: [
    "CIS Debian 12 5.3.3.2",
    "https://manpages.debian.org/bookworm/libpwquality-common/pwquality.conf.5.en.html",
  ],
});
