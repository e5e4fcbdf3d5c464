import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { pamStacks } from "../../facts/pam-stacks.ts";
import { hasOption, passwordStack } from "../../facts/password-stack.ts";
import { qualityModule } from "../../states/pam-entries.ts";

export const pamUseAuthtok = defineControl({
  id: "pam-use-authtok",
  title: "The password that is stored is the one that was checked",
  why: "Without use_authtok pam_unix may ask once more, and stores an answer that nobody has checked.",
  severity: "low",
  area: "passwords",
  covers: ["R004"],
  applies: everyHost,
  facts: { pam: pamStacks },
  verdict({ pam }) {
    const { quality, unix } = passwordStack(pam);
    if (!quality) return broken("nothing checks the password before pam_unix");
    return hasOption(unix, "use_authtok") ? holds("pam_unix use_authtok") : broken("pam_unix has no use_authtok");
  },
  attempt: { none: "it would set a password" },
  fix: () => [...qualityModule()],
  references: ["CIS Debian 12, pam_unix", "https://manpages.debian.org/bookworm/libpam-modules/pam_unix.8.en.html"],
});
