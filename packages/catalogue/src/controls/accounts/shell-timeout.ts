import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { shellDefaults } from "../../facts/shell-defaults.ts";
import { shellSettings } from "../../states/shell-settings.ts";

export const shellTimeout = defineControl({
  id: "shell-timeout",
  title: "A shell that nobody uses ends after 15 minutes",
  why: "A root shell in a terminal that was left open is anybody's who walks by, or takes over the laptop.",
  severity: "low",
  area: "accounts",
  covers: ["R031"],
  applies: everyHost,
  facts: { shell: shellDefaults },
  verdict({ shell }) {
    const seconds = shell.timeout.at(-1)?.value;
    if (seconds === undefined) return broken("TMOUT is not set");
    if (Number(seconds) < 1 || Number(seconds) > 900) return broken(`TMOUT=${seconds}`);
    return shell.timeoutReadonly
      ? holds(`TMOUT=${seconds}, and it stays`)
      : broken(`TMOUT=${seconds}, but anybody can unset it`);
  },
  attempt: { none: "it would take as long as the timeout" },
  fix: () => [shellSettings({ timeout: "900" })],
  references: ["CIS Debian 12, user default environment"],
});
