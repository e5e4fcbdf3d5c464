import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Program, and the Debian package that brings it. */
const PROGRAMS = {
  debootstrap: "debootstrap",
  "systemd-nspawn": "systemd-container",
  ip: "iproute2",
  nft: "nftables",
  ssh: "openssh-client",
  "ssh-keygen": "openssh-client",
  nsenter: "util-linux",
  setpriv: "util-linux",
  unshare: "util-linux",
  flock: "util-linux",
  sysctl: "procps",
} as const;

/** Program, and the Debian package that brings it, for a test that wants more than the lab itself. */
export type Programs = Readonly<Record<string, string>>;

/** What this machine lacks to run a lab, in plain words. Empty: everything is there. */
export function missingForLab(more: Programs = {}): string[] {
  if (process.platform !== "linux") return ["Linux"];
  const missing: string[] = [];
  if (process.getuid?.() !== 0) missing.push("root");
  const places = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  const packages = new Set<string>();
  for (const [program, debianPackage] of Object.entries({ ...PROGRAMS, ...more }))
    if (!places.some((place) => existsSync(join(place, program)))) packages.add(debianPackage);
  if (packages.size > 0) missing.push(`the Debian packages ${[...packages].join(", ")}`);
  if (!/\boverlay$/m.test(readFileSync("/proc/filesystems", "utf8")) && !existsSync("/lib/modules"))
    missing.push("overlayfs");
  if (!existsSync("/proc/self/ns/net")) missing.push("network namespaces");
  if (missing.length === 0 && !canMakeNamespaces()) missing.push("leave to make namespaces (a container without it?)");
  return missing;
}

function canMakeNamespaces(): boolean {
  return spawnSync("unshare", ["--net", "--mount", "--pid", "--fork", "true"]).status === 0;
}

/**
 * For `describe.skipIf(!labReady())`. Says in one line what is missing. With CI=true nothing is skipped in silence:
 * it throws.
 */
export function labReady(more: Programs = {}): boolean {
  const missing = missingForLab(more);
  if (missing.length === 0) return true;
  const message = `the lab cannot run here: this machine lacks ${missing.join("; ")}`;
  if (process.env["CI"] === "true") throw new Error(`${message}\nhint: in CI a skipped test counts as a failed one`);
  console.warn(`skipped: ${message}`);
  return false;
}
