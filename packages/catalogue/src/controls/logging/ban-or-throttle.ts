import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { firewall } from "../../facts/firewall.ts";
import { isClosedToStrangers, limitsTries } from "../../facts/firewall-tries.ts";
import { throttling } from "../../facts/throttling.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { between, keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const banOrThrottle = defineControl({
  id: "ban-or-throttle",
  title: "Guessing logins is slowed down",
  why: "A new server is tried within the hour; without a limit the tries go on day and night, and hide the one that matters.",
  severity: "medium",
  area: "logging",
  covers: ["R096"],
  applies: everyHost,
  facts: { limits: throttling, rules: firewall, sshd: sshdEffective },
  verdict({ limits: { fail2ban, sees, penalties, firewall: limited, crowdsec }, rules, sshd }, wanted) {
    if (penalties !== undefined && penalties !== "no")
      return holds("sshd itself slows sources down (PerSourcePenalties)");
    if (fail2ban === "running" && sees.length > 0)
      return holds(`fail2ban watches sshd by ${sees[0] === "journal" ? "the journal" : sees[0]}`);
    if (limited || limitsTries(rules, wanted)) return holds("the firewall limits new connections to SSH");
    if (isClosedToStrangers(rules, wanted)) return holds("the firewall lets only named hosts try SSH");
    const perSource = keywordForAll(sshd, "persourcemaxstartups", between(1, 30));
    if (perSource.inside === "holds") return holds(`sshd bounds the logins of one source (${perSource.because})`);
    if (crowdsec) return holds("CrowdSec runs");
    if (fail2ban === "running") return broken("fail2ban has a jail for sshd, and looks at nothing");
    return broken(
      fail2ban === "stopped"
        ? "fail2ban is installed, and its jail for sshd does not run"
        : "nothing slows guessing down",
    );
  },
  attempt: { none: "tries that fail would lock the administrator out" },
  // not a limit in the firewall: it counts packets, and whoever forges an administrator's address would use theirs up
  fix: () => [sshdSettings({ persourcemaxstartups: "20", persourcenetblocksize: "32:64" })],
  references: [
    "https://man.openbsd.org/sshd_config#PerSourcePenalties",
    "https://man.openbsd.org/sshd_config#PerSourceMaxStartups",
    "man jail.conf",
  ],
});
