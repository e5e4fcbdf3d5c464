import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { blockDevices } from "../../facts/block-devices.ts";
import { runningKernel } from "../../facts/running-kernel.ts";

// what starts the host before a key can be asked for, and images that hold no data
const open = /^\/(boot|boot\/efi|efi|snap\/.*|run\/.*)$/;

export const diskEncrypted = defineControl({
  id: "disk-encrypted",
  title: "Data on the disks is encrypted",
  why: "A disk that is taken out, sent back or copied by the vendor gives away everything that was ever on it.",
  severity: "medium",
  area: "kernel",
  covers: ["R114", "R159", "R108"],
  applies: everyHost,
  facts: { devices: blockDevices, machine: runningKernel },
  verdict({ devices, machine: { container } }) {
    if (container !== undefined) return undecided(`in a container (${container}) the disks are the outer machine's`);
    const data = devices.filter(({ place }) => place.startsWith("/") && !open.test(place));
    if (data.length === 0) return undecided("no disk of the host is to be seen");
    const plain = [
      ...new Set(data.filter(({ encrypted }) => !encrypted).map(({ place, device }) => `${place} on ${device}`)),
    ];
    return plain.length > 0
      ? broken(`not encrypted: ${plain.slice(0, 4).join(", ")}`)
      : holds("every disk with data lies on dm-crypt");
  },
  attempt: { none: "somebody would have to take the disk" },
  fix: () => [
    byHand(
      "Set the host up again on LUKS (the installer's encrypted LVM), or move the data to an encrypted volume. A vendor's own encryption is declared as an exception.",
    ),
  ],
  lock: (host) => ({
    stops: ["read"],
    domains: [`host:${host.id}`, ...(host.vendor === undefined ? [] : [`vendor:${host.vendor}` as const])],
  }),
  references: ["man cryptsetup", "NIST SP 800-111"],
});
