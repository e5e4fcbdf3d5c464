import { broken, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { openedBy, sshdConfig } from "../../facts/sshd-config.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { shields } from "../../facts/sshd-shield.ts";
import { sshdMatchSettings } from "../../states/sshd-match-settings.ts";

export const sshMatchBlocks = defineControl({
  id: "ssh-match-blocks",
  title: "No Match block of sshd opens a door that is shut",
  why: "A Match block for one address, account or group gives back passwords or root where nobody looks.",
  severity: "high",
  area: "ssh",
  covers: ["R007", "R017"],
  applies: everyHost,
  facts: { config: sshdConfig, sshd: sshdEffective },
  verdict({ config, sshd }, wanted) {
    const elsewhere = Object.values(sshd.byAccount);
    // what is open for every account is told by the control of that setting
    const found = config.cases.flatMap((one) =>
      openedBy(one)
        .filter((keyword) => elsewhere.some((settings) => settings[keyword] !== one.settings[keyword]))
        .map((keyword) => `${one.at} Match ${one.criteria}: ${keyword} ${one.settings[keyword]} for ${one.account}`),
    );
    if (found.length > 0) return broken(found.slice(0, 3).join("; "));
    const [shield] = shields(config, wanted);
    if (shield !== undefined) return undecided(`${shield} hides from this audit what sshd does for others`);
    if (config.cases.some(({ settings }) => Object.keys(settings).length === 0))
      return undecided("sshd does not say what it does in a Match block");
    if (!config.complete) return undecided("there are more Match blocks than are looked at");
    return holds(
      config.cases.length === 0
        ? "there is no Match block"
        : `${config.cases.length} cases of Match blocks open nothing`,
    );
  },
  attempt: { none: "it would have to come from the addresses and accounts that the blocks name" },
  fix: () => [sshdMatchSettings({ passwordauthentication: "no", permitemptypasswords: "no", permitrootlogin: "no" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["https://man.openbsd.org/sshd_config#Match", "https://man.openbsd.org/sshd#C"],
});
