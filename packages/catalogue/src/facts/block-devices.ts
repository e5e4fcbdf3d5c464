import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";

/** One place where data or swap lies, and whether a layer below it encrypts. */
export interface StoredAt {
  /** Mount point, or `[SWAP]`. */
  readonly place: string;
  readonly device: string;
  readonly encrypted: boolean;
  /** Compressed memory: nothing of it reaches a disk. */
  readonly memory: boolean;
}

/** Disks with everything that is on top of them. */
export const blockDevices = defineFact<readonly StoredAt[]>({
  id: "block-devices",
  title: "disks and what lies on them",
  reads: () => ({ devices: { argv: ["lsblk", "-J", "-o", "NAME,TYPE,FSTYPE,MOUNTPOINTS"], root: false } }),
  parse(raw): Reading<readonly StoredAt[]> {
    const text = textOf(raw, "devices");
    return text.known ? parseDevices(text.value) : text;
  },
});

interface Device {
  readonly name: string;
  readonly type: string;
  readonly mountpoints: readonly string[];
  readonly children: readonly unknown[];
}

// deeper than any real stack of partition, RAID, LUKS and LVM
const deepest = 12;

function parseDevices(text: string): Reading<readonly StoredAt[]> {
  let all: unknown;
  try {
    all = JSON.parse(text);
  } catch {
    return unreadable("lsblk printed no JSON");
  }
  const list = (all as { blockdevices?: unknown } | null)?.blockdevices;
  if (!Array.isArray(list)) return unreadable("lsblk listed no device");
  return known((list as readonly unknown[]).flatMap((each) => storedOn(each, false, 0)));
}

function storedOn(value: unknown, below: boolean, depth: number): readonly StoredAt[] {
  const device = deviceOf(value);
  if (!device || depth > deepest) return [];
  const encrypted = below || device.type === "crypt";
  const memory = device.name.startsWith("zram");
  const here = device.mountpoints.map((place) => ({ place, device: device.name, encrypted, memory }));
  return [...here, ...device.children.flatMap((child) => storedOn(child, encrypted, depth + 1))];
}

function deviceOf(value: unknown): Device | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { name, type, mountpoints, children } = value as Readonly<Record<string, unknown>>;
  return {
    name: typeof name === "string" ? name : "",
    type: typeof type === "string" ? type : "",
    mountpoints: Array.isArray(mountpoints) ? mountpoints.filter((place) => typeof place === "string") : [],
    children: Array.isArray(children) ? children : [],
  };
}
