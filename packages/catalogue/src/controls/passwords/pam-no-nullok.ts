import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { pamStacks } from "../../facts/pam-stacks.ts";
import { pamOption } from "../../states/pam-entries.ts";

export const pamNoNullok = defineControl({
  id: "pam-no-nullok",
  title: "PAM takes no empty password",
  why: "With nullok, one account that is made with an empty password is open; without it, the mistake does no harm.",
  severity: "medium",
  area: "passwords",
  covers: ["R014"],
  applies: everyHost,
  facts: { pam: pamStacks },
  verdict({ pam }) {
    const files = Object.entries(pam.files)
      .filter(([, entries]) =>
        entries.some(
          ({ type, module, args }) => type === "auth" && module.endsWith("pam_unix.so") && args.includes("nullok"),
        ),
      )
      .map(([file]) => file);
    return files.length === 0 ? holds("no nullok for pam_unix") : broken(`pam_unix has nullok in ${files.join(", ")}`);
  },
  attempt: { none: "an account would need an empty password first" },
  fix: () => [pamOption("pam_unix.so", "nullok", "gone")],
  references: ["CIS Debian 12 5.3.3.4.1", "https://manpages.debian.org/bookworm/libpam-modules/pam_unix.8.en.html"],
});
