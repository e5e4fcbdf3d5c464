import { broken, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { defaultValues, sudoers } from "../../facts/sudoers.ts";
import { sudoSettings } from "../../states/sudo-settings.ts";

export const sudoUsePty = defineControl({
  id: "sudo-use-pty",
  title: "sudo runs commands in a terminal of their own",
  why: "Otherwise a command run as root can leave a process behind that types into the administrator's terminal.",
  severity: "low",
  area: "sudo",
  covers: ["R031", "R033"],
  applies: everyHost,
  facts: { sudoers },
  verdict({ sudoers: sudo }) {
    if (!sudo.installed) return notApplicable("sudo is not installed");
    const values = defaultValues(sudo, "use_pty");
    if (values.includes(false)) return broken("Defaults !use_pty");
    if (values.includes(true)) return holds("Defaults use_pty");
    return onByDefault(sudo.version)
      ? holds(`sudo ${sudo.version} does so by default`)
      : broken(`use_pty is not set, and sudo ${sudo.version} does not do so by default`);
  },
  attempt: { none: "it would need a command that is run as root" },
  fix: () => [sudoSettings({ use_pty: true })],
  references: ["CIS Debian 12 5.2.2", "https://www.sudo.ws/docs/man/sudoers.man/#use_pty"],
});

// on by default since 1.9.14
function onByDefault(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.p]/).map(Number);
  return major > 1 || (major === 1 && (minor > 9 || (minor === 9 && patch >= 14)));
}
