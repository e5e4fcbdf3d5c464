import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { apparmor } from "../../facts/apparmor.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";

export const apparmorOn = defineControl({
  id: "apparmor-on",
  title: "AppArmor keeps programs within their profiles",
  why: "A program with a profile reads and writes what its work needs, also after an attacker has taken it over.",
  severity: "medium",
  area: "kernel",
  covers: ["R231"],
  applies: everyHost,
  facts: { apparmor, machine: runningKernel },
  verdict: ({ apparmor: { enabled, enforced, complaining }, machine }) =>
    ofOwnKernel(machine, () => {
      if (!enabled) return broken("the kernel runs without AppArmor");
      return enforced > 0
        ? holds(`${enforced} profiles are enforced, ${complaining} only complain`)
        : broken("no profile is enforced");
    }),
  attempt: { none: "a program with a profile would have to be taken over" },
  fix: () => [byHand("Install apparmor, remove apparmor=0 from the kernel's command line, and restart the host.")],
  references: ["CIS Debian 12 1.3.1", "https://wiki.debian.org/AppArmor"],
});
