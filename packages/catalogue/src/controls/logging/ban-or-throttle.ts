import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { firewall } from "../../facts/firewall.ts";
import { isClosedToStrangers, limitsTries } from "../../facts/firewall-tries.ts";
import { throttling } from "../../facts/throttling.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

export const banOrThrottle = defineControl({
  id: "ban-or-throttle",
  title: "Guessing logins is slowed down",
  why: "A new server is tried within the hour; without a limit the tries go on day and night, and hide the one that matters.",
  severity: "medium",
  area: "logging",
  covers: ["R096"],
  applies: everyHost,
  facts: { limits: throttling, rules: firewall },
  verdict({ limits: { fail2ban, sees, penalties, firewall: limited, crowdsec }, rules }, wanted) {
    if (penalties !== undefined && penalties !== "no")
      return holds("sshd itself slows sources down (PerSourcePenalties)");
    if (fail2ban === "running" && sees.length > 0)
      return holds(`fail2ban watches sshd by ${sees[0] === "journal" ? "the journal" : sees[0]}`);
    if (limited || limitsTries(rules, wanted)) return holds("the firewall limits new connections to SSH");
    if (isClosedToStrangers(rules, wanted)) return holds("the firewall lets only named hosts try SSH");
    if (crowdsec) return holds("CrowdSec runs");
    if (fail2ban === "running") return broken("fail2ban has a jail for sshd, and looks at nothing");
    return broken(
      fail2ban === "stopped"
        ? "fail2ban is installed, and its jail for sshd does not run"
        : "nothing slows guessing down",
    );
  },
  attempt: { none: "tries that fail would lock the administrator out" },
  fix: firewallFix,
  references: ["https://man.openbsd.org/sshd_config#PerSourcePenalties", "man jail.conf"],
});
