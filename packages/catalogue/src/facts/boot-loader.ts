import { defineFact, known, type Reading } from "@secondlock/model";
import { lastOf, taggedLines } from "./tagged-lines.ts";

export interface BootLoader {
  /** Whether GRUB's configuration is there at all; a vendor's kernel from outside needs none. */
  readonly grub: boolean;
  /** Whether changing a boot entry asks for a password. */
  readonly password: boolean;
  readonly secureBoot: "on" | "off" | "no UEFI" | "unknown";
}

// the hash of the password never leaves the host: only that one is set
const script = String.raw`g=/boot/grub/grub.cfg
if [ -r $g ]; then echo grub; grep -q '^[[:space:]]*set superusers=' $g && grep -q '^[[:space:]]*password' $g && echo password; fi
if [ ! -d /sys/firmware/efi ]; then echo 'boot no UEFI'; else
  v=$(od -An -t u1 -j 4 -N 1 /sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c 2>/dev/null | tr -d ' ')
  case $v in 1) echo 'boot on' ;; 0) echo 'boot off' ;; *) echo 'boot unknown' ;; esac
fi
echo end`;

export const bootLoader = defineFact<BootLoader>({
  id: "boot-loader",
  title: "the boot loader",
  reads: () => ({ boot: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<BootLoader> {
    const tagged = taggedLines(raw, "boot");
    if (!tagged.known) return tagged;
    const boot = lastOf(tagged.value, "boot");
    return known({
      grub: tagged.value.has("grub"),
      password: tagged.value.has("password"),
      secureBoot: boot === "on" || boot === "off" || boot === "no UEFI" ? boot : "unknown",
    });
  },
});
