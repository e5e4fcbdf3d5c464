import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory, withLock } from "./cache.ts";
import { must, run } from "./command.ts";
import { RELEASE, mirrorOf, readAptSources, sourcesList } from "./mirror.ts";

/** Raise it when the way of building changes: every cached image is then built anew. */
const FORMAT = 2;

const BASE_PACKAGES = [
  "systemd",
  "systemd-sysv",
  "dbus",
  "openssh-server",
  "iproute2",
  "iptables",
  "nftables",
  "sudo",
  "libpam-modules",
  "procps",
  "ca-certificates",
  "netbase",
] as const;

/** What stands on top of the base. A layer is an overlay directory, so a bare host stays bare. */
export const LAYERS = {
  app: [
    "nginx-light",
    "libpam-google-authenticator",
    "libpam-pwquality",
    "cracklib-runtime",
    "unattended-upgrades",
    "systemd-timesyncd",
    "cron",
    "openssl",
  ],
  db: [
    "mariadb-server",
    "postgresql",
    "libpam-pwquality",
    "cracklib-runtime",
    "unattended-upgrades",
    "systemd-timesyncd",
    "cron",
    "openssl",
  ],
  guide: ["iptables-persistent", "monit", "libpam-google-authenticator", "cron", "openssl"],
  lynis: ["lynis"],
  strace: ["strace"],
  settled: [
    "libpam-google-authenticator",
    "libpam-pwquality",
    "cracklib-runtime",
    "unattended-upgrades",
    "systemd-timesyncd",
    "cron",
  ],
  "cloud-init": ["cloud-init"],
  ansible: ["python3", "python3-apt", "kmod"],
  aide: ["aide", "aide-common"],
} as const satisfies Record<string, readonly string[]>;

export type LayerName = keyof typeof LAYERS;

const LAYER_ORDER: readonly LayerName[] = [
  "app",
  "db",
  "guide",
  "lynis",
  "strace",
  "settled",
  "cloud-init",
  "ansible",
  "aide",
];

/** Directories for an overlay's `lowerdir`, the topmost first. Builds what is not cached yet. */
export async function imageFor(
  layers: readonly LayerName[],
  say: (line: string) => void = () => undefined,
): Promise<string[]> {
  let key = keyOf(["base", ...BASE_PACKAGES]);
  const chain = [await cached(`base-${key}`, say, buildBase)];
  for (const layer of LAYER_ORDER.filter((name) => layers.includes(name))) {
    key = keyOf([key, layer, ...LAYERS[layer]]);
    const below = [...chain];
    chain.unshift(await cached(`${layer}-${key}`, say, (into) => buildLayer(LAYERS[layer], below, into)));
  }
  return chain;
}

function keyOf(parts: readonly string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([FORMAT, RELEASE, ...parts]))
    .digest("hex")
    .slice(0, 16);
}

/** Crash safe: built beside its place, then renamed. The lock lets a second process wait instead of building too. */
async function cached(
  name: string,
  say: (line: string) => void,
  build: (into: string) => Promise<string>,
): Promise<string> {
  const images = join(cacheDirectory(), "images");
  const place = join(images, name);
  if (existsSync(place)) return place;
  mkdirSync(images, { recursive: true });
  return withLock(name, async () => {
    if (existsSync(place)) return place;
    // Nobody else builds this name while we hold its lock: what lies here is from a build that died.
    for (const stale of readdirSync(images).filter((entry) => entry.startsWith(`building-${name}-`)))
      rmSync(join(images, stale), { recursive: true, force: true });
    say(`building the image ${name} (once; it is cached in ${images})`);
    const started = performance.now();
    const work = mkdtempSync(join(images, `building-${name}-`));
    try {
      renameSync(await build(work), place);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
    say(`built ${name} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    return place;
  });
}

/**
 * Mounts made inside are private to the build and gone with it, also when this process is killed:
 * the build dies with its parent, and the mount namespace with the build.
 */
function confined(script: string, ...args: string[]): string[] {
  return [
    ...["setpriv", "--pdeathsig", "KILL", "--"],
    ...["unshare", "--mount", "--pid", "--fork", "--kill-child=KILL", "--propagation", "private", "--"],
    ...["sh", "-eu", "-c", script, "lab-build", ...args],
  ];
}

const BUILD_TIMEOUT_MS = 15 * 60_000;

const INSTALL = `
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
if [ "$#" -gt 0 ]; then chroot "$root" apt-get -q -y --no-install-recommends install "$@"
else chroot "$root" apt-get -q -y dist-upgrade; fi
if [ -x "$root/usr/sbin/update-cracklib" ]; then chroot "$root" update-cracklib > /dev/null; fi
chroot "$root" apt-get clean
umount "$root/run"
umount "$root/proc"
umount -R "$root/dev" || umount -l "$root/dev"
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/cache/debconf/*-old "$root"/var/log/apt/*
rm -rf "$root"/usr/share/doc/* "$root"/usr/share/man/* "$root"/usr/share/locale/*
rm -f "$root/usr/sbin/policy-rc.d" "$root/etc/apt/apt.conf.d/99lab-build" "$root"/etc/ssh/ssh_host_* "$root/etc/resolv.conf"
: > "$root/etc/resolv.conf"
`;

async function buildBase(work: string): Promise<string> {
  const root = join(work, "root");
  const sources = readAptSources();
  const script = `root=$1; sources=$2; settings=$3; shift 3
debootstrap --variant=minbase --include="$1" ${RELEASE} "$root" "$2"; shift 2
${INSTALL}`;
  const argv = confined(
    script,
    root,
    sourcesList(sources),
    await aptSettings(),
    BASE_PACKAGES.join(","),
    mirrorOf(sources),
  );
  await must("building the Debian 12 base", argv, { timeoutMs: BUILD_TIMEOUT_MS });
  return root;
}

async function buildLayer(packages: readonly string[], below: readonly string[], work: string): Promise<string> {
  for (const name of ["upper", "work", "root"]) mkdirSync(join(work, name));
  const script = `root=$1; sources=$2; settings=$3; lower=$4; upper=$5; work=$6; shift 6
mount -t overlay overlay -o "${OVERLAY_OPTIONS},lowerdir=$lower,upperdir=$upper,workdir=$work" "$root"
${INSTALL}
umount "$root"`;
  const places = [below.join(":"), join(work, "upper"), join(work, "work")];
  const argv = confined(
    script,
    join(work, "root"),
    sourcesList(readAptSources()),
    await aptSettings(),
    ...places,
    ...packages,
  );
  await must(`installing ${packages.join(", ")}`, argv, { timeoutMs: BUILD_TIMEOUT_MS });
  return join(work, "upper");
}

/** Off: a layer is moved after it was built, and used below others. */
export const OVERLAY_OPTIONS = "redirect_dir=off,index=off,metacopy=off";

/** How this machine reaches its archives: proxies, date checks. Only while building. */
async function aptSettings(): Promise<string> {
  const { stdout } = await run(["apt-config", "dump"]);
  const wanted = stdout.split("\n").filter((line) => /^Acquire::(?:http|https|Check-|Retries)/i.test(line));
  return `${wanted.join("\n")}\n`;
}
