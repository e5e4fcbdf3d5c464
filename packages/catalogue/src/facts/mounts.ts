import { broken, defineFact, holds, type Inside, known, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";

export interface Mount {
  readonly type: string;
  readonly options: readonly string[];
}

/** By mount point; of two on one place the upper one counts. */
export type Mounts = Readonly<Record<string, Mount>>;

/** Mounted file systems with the options of the mount itself; sources and credentials of network shares are not asked for. */
export const mounts = defineFact<Mounts>({
  id: "mounts",
  title: "mounted file systems",
  reads: () => ({ mounts: { argv: ["findmnt", "-J", "-l", "-o", "TARGET,FSTYPE,VFS-OPTIONS"], root: false } }),
  parse(raw): Reading<Mounts> {
    const text = textOf(raw, "mounts");
    return text.known ? parseMounts(text.value) : text;
  },
});

function parseMounts(text: string): Reading<Mounts> {
  let all: unknown;
  try {
    all = JSON.parse(text);
  } catch {
    return unreadable("findmnt printed no JSON");
  }
  const list = (all as { filesystems?: unknown } | null)?.filesystems;
  if (!Array.isArray(list)) return unreadable("findmnt listed no file system");
  const mounted: Record<string, Mount> = Object.create(null) as Record<string, Mount>;
  for (const each of list as readonly unknown[]) {
    const { target, fstype, "vfs-options": options } = (each ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof target !== "string" || typeof options !== "string") continue;
    mounted[target] = { type: typeof fstype === "string" ? fstype : "", options: options.split(",") };
  }
  return mounted["/"] === undefined ? unreadable("findmnt did not list the root file system") : known(mounted);
}

/** Broken when one of the places is no mount of its own, or lacks an option. */
export function mountsHave(mounted: Mounts, places: readonly string[], options: readonly string[]): Inside {
  for (const place of places) {
    const mount = mounted[place];
    if (!mount) return broken(`${place} is no file system of its own, so it has the options of the one below`);
    const missing = options.filter((option) => !mount.options.includes(option));
    if (missing.length > 0) return broken(`${place} lacks ${missing.join(", ")}`);
  }
  return holds(`${places.join(" and ")}: ${options.join(", ")}`);
}
