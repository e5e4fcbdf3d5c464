import { broken, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { defaultValues, sudoers } from "../../facts/sudoers.ts";
import { sudoSettings } from "../../states/sudo-settings.ts";

export const sudoTimeout = defineControl({
  id: "sudo-timeout",
  title: "sudo asks again after 15 minutes at most",
  why: "A password given once must not leave an open door to root in a terminal that was left alone.",
  severity: "medium",
  area: "sudo",
  covers: ["R012"],
  applies: everyHost,
  facts: { sudoers },
  verdict({ sudoers: sudo }) {
    if (!sudo.installed) return notApplicable("sudo is not installed");
    if (defaultValues(sudo, "timestamp_type").includes("global"))
      return broken("a password given in one terminal counts in all of them");
    const values = defaultValues(sudo, "timestamp_timeout");
    const wrong = values.find(
      (value) => !(value === false || (Number(value) >= 0 && Number(value) <= 15)) || value === true,
    );
    if (wrong !== undefined)
      return broken(Number(wrong) < 0 ? "a password given once counts for ever" : `asks again after ${wrong} minutes`);
    return holds(values.length === 0 ? "asks again after 15 minutes" : `timestamp_timeout ${values.join(", ")}`);
  },
  attempt: { none: "it would need the administrator's password" },
  fix: () => [sudoSettings({ timestamp_timeout: "5", timestamp_type: "tty" })],
  references: ["CIS Debian 12 5.2.5, 5.2.6", "https://www.sudo.ws/docs/man/sudoers.man/#timestamp_timeout"],
});
