import { run } from "./command.ts";

/**
 * Mounts made inside are private to the build and gone with it, also when this process is killed:
 * the build dies with its parent, and the mount namespace with the build.
 */
export function confined(script: string, ...args: string[]): string[] {
  return [
    ...["setpriv", "--pdeathsig", "KILL", "--"],
    ...["unshare", "--mount", "--pid", "--fork", "--kill-child=KILL", "--propagation", "private", "--"],
    ...["sh", "-eu", "-c", script, "lab-build", ...args],
  ];
}

export const BUILD_TIMEOUT_MS = 15 * 60_000;

/** In `$root`, from here on, apt installs from this machine's archives, and starts no service. */
export const PREPARE = `
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
rm -f "$root/etc/resolv.conf"
cp /etc/resolv.conf "$root/etc/resolv.conf"
printf '%s' "$sources" > "$root/etc/apt/sources.list"
printf '%s' "$settings" > "$root/etc/apt/apt.conf.d/99lab-build"
printf '#!/bin/sh\\nexit 101\\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
chroot "$root" apt-get -q update
`;

/** Off: a layer is moved after it was built, and used below others. */
export const OVERLAY_OPTIONS = "redirect_dir=off,index=off,metacopy=off";

/** How this machine reaches its archives: proxies, date checks. Only while building. */
export async function aptSettings(): Promise<string> {
  const { stdout } = await run(["apt-config", "dump"]);
  const wanted = stdout.split("\n").filter((line) => /^Acquire::(?:http|https|Check-|Retries)/i.test(line));
  return `${wanted.join("\n")}\n`;
}
