import { broken, byHand, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { sudoCheck } from "../../facts/sudo-files.ts";

export const sudoConfigValid = defineControl({
  id: "sudo-config-valid",
  title: "sudo can read its rules",
  why: "A rule that does not parse is left out, or locks every administrator out of root.",
  severity: "medium",
  area: "sudo",
  covers: ["R013"],
  applies: everyHost,
  facts: { check: sudoCheck },
  verdict({ check }) {
    if (!check.installed) return notApplicable("sudo is not installed");
    return check.complaint === "" ? holds("visudo finds no mistake") : broken(check.complaint);
  },
  attempt: { none: "whether a file parses cannot be attacked from outside" },
  fix: () => [
    byHand(
      "Correct the file and line that visudo names: `visudo -f FILE`, then `visudo -c`. Keep a root session open meanwhile.",
    ),
  ],
  references: ["https://www.sudo.ws/docs/man/visudo.man/#c"],
});
