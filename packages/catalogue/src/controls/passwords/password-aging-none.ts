import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { accounts, canLogIn } from "../../facts/accounts.ts";

export const passwordAgingNone = defineControl({
  id: "password-aging-none",
  title: "Passwords do not expire by the calendar",
  why: "Forced changes make people count up at the end of the old password, and an expired one stops key logins and sudo too.",
  severity: "low",
  area: "passwords",
  covers: ["R014", "R013"],
  applies: everyHost,
  facts: { accounts },
  verdict({ accounts: list }) {
    const soon = list.accounts.filter(
      (one) => canLogIn(one) && one.password === "set" && one.maxDays !== undefined && one.maxDays < 365,
    );
    if (soon.length === 0) return holds("nobody has to change a password more often than once a year");
    return broken(soon.map(({ name, maxDays }) => `${name} every ${maxDays} days`).join(", "));
  },
  attempt: { none: "it is a question of policy" },
  fix: () => [
    byHand(
      "`chage -M -1 NAME`, and PASS_MAX_DAYS 99999 in /etc/login.defs. Change a password when it may be known to others: `chage -d 0 NAME`.",
    ),
  ],
  references: [
    "https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver",
    "CIS Debian 12 5.4.1.1 (asks for 365 days)",
  ],
});
