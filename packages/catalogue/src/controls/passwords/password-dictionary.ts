import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { pamStacks } from "../../facts/pam-stacks.ts";
import { effectiveQuality, numberOf, passwordRules } from "../../facts/password-rules.ts";
import { qualityModule } from "../../states/pam-entries.ts";
import { passwordQuality, wordList } from "../../states/password-settings.ts";

export const passwordDictionary = defineControl({
  id: "password-dictionary",
  title: "Words from a dictionary are refused as passwords",
  why: 'Guessing starts with word lists; "Password1!" has every class of characters and is in all of them.',
  severity: "medium",
  area: "passwords",
  covers: ["R006"],
  applies: everyHost,
  facts: { pam: pamStacks, rules: passwordRules },
  verdict({ pam, rules }) {
    const quality = effectiveQuality(rules, pam);
    if (!quality) return broken("no quality module is asked");
    if (numberOf(quality, "dictcheck", 1) === 0) return broken("dictcheck 0");
    if (numberOf(quality, "enforcing", 1) === 0) return broken("enforcing 0: a word is mentioned and taken");
    if (quality["dictpath"] !== undefined) return holds(`words of ${quality["dictpath"]}`);
    return rules.dictionaryBytes > 0
      ? holds("words of cracklib's list")
      : broken("there is no word list in /var/cache/cracklib");
  },
  attempt: { none: "it would set a password" },
  fix: () => [...qualityModule(), passwordQuality(), wordList()],
  references: [
    "CIS Debian 12 5.3.3.2.6",
    "https://manpages.debian.org/bookworm/libpwquality-common/pwquality.conf.5.en.html",
  ],
});
