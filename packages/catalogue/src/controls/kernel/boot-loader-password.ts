import { broken, byHand, defineControl, holds, notApplicable, onlyWhere } from "@secondlock/model";
import { bootLoader } from "../../facts/boot-loader.ts";

export const bootLoaderPassword = defineControl({
  id: "boot-loader-password",
  title: "Changing how the host starts needs a password",
  why: "Without one, whoever reaches the console starts the host with a root shell and no question asked.",
  severity: "low",
  area: "kernel",
  covers: ["R032"],
  applies: onlyWhere(
    (host) => host.vendor === undefined && !host.allow.includes("vendor-boot"),
    "the host runs at a vendor, whose console login guards its start",
  ),
  facts: { boot: bootLoader },
  verdict({ boot: { grub, password } }) {
    if (!grub) return notApplicable("there is no GRUB on the host");
    return password ? holds("GRUB asks for a password") : broken("GRUB asks for no password");
  },
  attempt: { none: "somebody would have to stand at the console" },
  fix: () => [
    byHand(
      "Set superusers and password_pbkdf2 in /etc/grub.d/40_custom (grub-mkpasswd-pbkdf2), add --unrestricted to the usual entry, run update-grub.",
    ),
  ],
  references: ["CIS Debian 12 1.4.1"],
});
