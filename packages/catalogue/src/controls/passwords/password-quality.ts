import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { pamStacks } from "../../facts/pam-stacks.ts";
import { passwordStack } from "../../facts/password-stack.ts";
import { qualityModule } from "../../states/pam-entries.ts";

export const passwordQuality = defineControl({
  id: "password-quality",
  title: "New passwords pass a quality check",
  why: 'Without a check, "password" is taken, and it guards sudo.',
  severity: "medium",
  area: "passwords",
  covers: ["R004"],
  applies: everyHost,
  facts: { pam: pamStacks },
  verdict({ pam }) {
    const { quality, unix } = passwordStack(pam);
    if (!unix) return broken("passwd does not end at pam_unix");
    return quality
      ? holds(`${quality.control} ${quality.module} before pam_unix`)
      : broken("no installed quality module must agree before pam_unix stores a password");
  },
  attempt: { none: "it would set a password" },
  fix: () => [...qualityModule()],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: [
    "CIS Debian 12 5.3.1.3",
    "CIS Debian 12 5.3.2.3",
    "https://manpages.debian.org/bookworm/libpam-pwquality/pam_pwquality.8.en.html",
  ],
});
