import { defineControl, notApplicable, onlyWhere } from "@secondlock/model";
import { readAsOrdinary } from "../../attempts/ordinary-try.ts";
import { noneOf } from "../../facts/file-list-verdict.ts";
import { type FileRecord } from "../../facts/file-records.ts";
import { guardedFiles } from "../../facts/guarded-files.ts";
import { fileModes } from "../../states/file-modes.ts";

const configs = ["/boot/grub/grub.cfg", "/boot/grub/user.cfg"];
const isConfig = ({ path }: FileRecord): boolean => configs.includes(path);

export const bootFilesModes = defineControl({
  id: "boot-files-modes",
  title: "Only root reads and changes the boot loader's configuration",
  why: "It holds the hash of the boot password, and whoever changes it starts the host the way they like.",
  severity: "medium",
  area: "kernel",
  covers: ["R160"],
  applies: onlyWhere((host) => !host.allow.includes("vendor-boot"), "the vendor starts the host from outside"),
  facts: { guarded: guardedFiles },
  verdict({ guarded }) {
    const files = guarded.files.filter(isConfig);
    if (files.length === 0) return notApplicable("there is no configuration of GRUB on the host");
    return noneOf({ files, complete: true }, ({ mode, owner }) => (mode & 0o077) !== 0 || owner !== "root", {
      good: "mode 0600 at most, owner root",
      bad: "open to others",
    });
  },
  attempt: readAsOrdinary("boot-configuration", "the boot loader's configuration", () => configs),
  fix: () => [
    fileModes(guardedFiles, {
      files: "/boot/grub/*.cfg",
      matches: isConfig,
      most: 0o600,
      owner: "root",
      group: "root",
    }),
  ],
  references: ["CIS Debian 12 1.4.2"],
});
