import { broken, byHand, defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { bootLoader } from "../../facts/boot-loader.ts";
import { runningKernel } from "../../facts/running-kernel.ts";

export const secureBootRecorded = defineControl({
  id: "secure-boot-recorded",
  title: "The machine starts signed code only",
  why: "Without it a changed boot loader or kernel runs before anything else can look, and stays after every clean-up.",
  severity: "low",
  area: "kernel",
  covers: ["R094"],
  applies: onlyWhere((host) => host.vendor === undefined, "the vendor decides how its machines start"),
  facts: { boot: bootLoader, machine: runningKernel },
  verdict({ boot: { secureBoot }, machine: { container } }) {
    if (container !== undefined) return undecided(`in a container (${container}) this is the outer machine's`);
    if (secureBoot === "unknown") return undecided("the firmware does not say");
    return secureBoot === "on"
      ? holds("secure boot is on")
      : broken(secureBoot === "off" ? "secure boot is off" : "the machine starts without UEFI");
  },
  attempt: { none: "the machine would have to be restarted with changed code" },
  fix: () => [byHand("Switch secure boot on in the firmware; Debian 12 and Ubuntu 24.04 bring a signed boot loader.")],
  references: ["https://wiki.debian.org/SecureBoot"],
});
