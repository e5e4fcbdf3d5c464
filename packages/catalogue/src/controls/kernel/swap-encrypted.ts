import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { blockDevices } from "../../facts/block-devices.ts";
import { runningKernel } from "../../facts/running-kernel.ts";
import { swaps } from "../../facts/swaps.ts";

export const swapEncrypted = defineControl({
  id: "swap-encrypted",
  title: "Memory that is swapped out is encrypted",
  why: "Keys and passwords in memory reach the disk by way of swap, and stay there after the machine is off.",
  severity: "low",
  area: "kernel",
  covers: ["R160"],
  applies: everyHost,
  facts: { devices: blockDevices, swaps, machine: runningKernel },
  verdict({ devices, swaps: used, machine: { container } }) {
    if (container !== undefined) return undecided(`in a container (${container}) the swap is the outer machine's`);
    const root = devices.find(({ place }) => place === "/");
    const plain = used.filter(({ name, file }) =>
      file
        ? root?.encrypted !== true
        : !devices.some(
            (each) => each.place === "[SWAP]" && name.endsWith(each.device) && (each.encrypted || each.memory),
          ),
    );
    if (plain.length > 0 && plain.every(({ name }) => /dm-\d+$/.test(name)))
      return undecided(`what lies below ${plain.map(({ name }) => name).join(", ")} is not to be seen`);
    if (plain.length > 0) return broken(`not encrypted: ${plain.map(({ name }) => name).join(", ")}`);
    return holds(used.length === 0 ? "nothing is swapped out" : "all swap is encrypted, or memory itself");
  },
  attempt: { none: "somebody would have to take the disk" },
  fix: () => [byHand("Use zram (zram-tools), or a swap with a random key in /etc/crypttab.")],
  lock: (wanted) => ({ stops: ["read"], domains: [`host:${wanted.id}`] }),
  references: ["man crypttab"],
});
