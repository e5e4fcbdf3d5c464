import { defineFact, known, type Reading } from "@secondlock/model";
import { lastOf, taggedLines, wholeNumber } from "./tagged-lines.ts";

export interface AppArmor {
  readonly enabled: boolean;
  readonly enforced: number;
  /** Profiles that only complain. */
  readonly complaining: number;
}

// the kernel's own list of profiles; aa-status would need the apparmor package
const script = String.raw`IFS= read -r on < /sys/module/apparmor/parameters/enabled && printf 'enabled %s\n' "$on"
p=/sys/kernel/security/apparmor/profiles
if [ -r $p ]; then awk '/\(enforce\)$/ { e++ } /\(complain\)$/ { c++ } END { print "enforced", e + 0; print "complaining", c + 0 }' $p; fi
echo end`;

export const apparmor = defineFact<AppArmor>({
  id: "apparmor",
  title: "AppArmor",
  reads: () => ({ apparmor: { argv: ["sh", "-c", `{ ${script}\n} 2>/dev/null`] } }),
  parse(raw): Reading<AppArmor> {
    const tagged = taggedLines(raw, "apparmor");
    if (!tagged.known) return tagged;
    return known({
      enabled: lastOf(tagged.value, "enabled") === "Y",
      enforced: wholeNumber(lastOf(tagged.value, "enforced")) ?? 0,
      complaining: wholeNumber(lastOf(tagged.value, "complaining")) ?? 0,
    });
  },
});
