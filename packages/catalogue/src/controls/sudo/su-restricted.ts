import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { accounts, membersOf } from "../../facts/accounts.ts";
import { optionsOf, pamStack, pamStacks } from "../../facts/pam-stacks.ts";
import { groupEmptied } from "../../states/account-passwords.ts";
import { suForGroup } from "../../states/pam-entries.ts";

export const suRestricted = defineControl({
  id: "su-restricted",
  title: "Nobody can become somebody else with su",
  why: "su takes a password that can be guessed and says less about who did it; sudo names the person.",
  severity: "low",
  area: "sudo",
  covers: ["R019", "R031"],
  applies: everyHost,
  facts: { pam: pamStacks, accounts },
  verdict({ pam, accounts: list }) {
    const auth = pamStack(pam, "su", "auth");
    const place = auth.findIndex(
      ({ module, control, args }) =>
        module.endsWith("pam_wheel.so") &&
        control.startsWith("requi") &&
        !args.includes("deny") &&
        !args.includes("trust"),
    );
    const asked = auth.findIndex(({ module }) => module.endsWith("pam_unix.so"));
    if (place === -1 || (asked !== -1 && asked < place)) return broken("su does not ask for a group");
    const earlier = auth
      .slice(0, place)
      .find(
        ({ module, control }) => /^sufficient$|\bsuccess=(done|\d)/.test(control) && !module.endsWith("pam_rootok.so"),
      );
    if (earlier)
      return broken(`${earlier.module} can let in before su asks for a group; take its line out of /etc/pam.d/su`);
    const group = optionsOf(auth[place])["group"] ?? "wheel";
    const members = membersOf(list, group).filter((name) => name !== "root");
    return members.length === 0
      ? holds(`only members of ${group}, and it has none`)
      : broken(`${members.join(", ")} in the group ${group} may use su`);
  },
  attempt: { none: "each try of su with a wrong password would count as a failed login" },
  fix: () => [suForGroup("no-su"), groupEmptied("no-su")],
  references: ["CIS Debian 12 5.2.7", "https://manpages.debian.org/bookworm/libpam-modules/pam_wheel.8.en.html"],
});
