import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { type PamEntry, pamStacks } from "../../facts/pam-stacks.ts";
import { installed } from "../../facts/password-stack.ts";

export const pamModulesResolve = defineControl({
  id: "pam-modules-resolve",
  title: "Every module that PAM asks for is installed",
  why: "A missing module makes the step fail for everybody: nobody can change a password, or nobody can log in.",
  severity: "medium",
  area: "passwords",
  covers: ["R004", "R002"],
  applies: everyHost,
  facts: { pam: pamStacks },
  verdict({ pam }) {
    if (pam.modules.length === 0) return undecided("no module is found in the usual directories");
    const missing = Object.entries(pam.files).flatMap(([file, entries]) =>
      entries.filter((entry) => isNeeded(entry) && !installed(pam, entry)).map(({ module }) => `${module} in ${file}`),
    );
    return missing.length === 0
      ? holds("all are there")
      : broken(`not installed: ${[...new Set(missing)].slice(0, 5).join(", ")}`);
  },
  attempt: { none: "whether a file is there cannot be attacked from outside" },
  fix: () => [
    byHand(
      "Install the package that has the module (pam_cracklib is now pam_pwquality, in libpam-pwquality), or take the line out. Keep a root session open meanwhile.",
    ),
  ],
  references: ["https://manpages.debian.org/bookworm/libpam-runtime/pam.d.5.en.html"],
});

function isNeeded({ quiet, control, type }: PamEntry): boolean {
  return type !== "@include" && !quiet && !/^(include|substack|optional)$|module_unknown=ignore/.test(control);
}
