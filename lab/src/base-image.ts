import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.ts";
import { aptSettings, BUILD_TIMEOUT_MS, confined, OVERLAY_OPTIONS, PREPARE } from "./image-build.ts";
import { cached, keyOf } from "./image-cache.ts";
import { RELEASE, mirrorOf, readAptSources, sourcesList } from "./mirror.ts";
import { ARCHIVE, ARCHIVE_RECIPE, buildArchive } from "./package-archive.ts";

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

/** `archive`: no packages installed, but an archive of some on the host's own disk. */
export type LayerName = keyof typeof LAYERS | typeof ARCHIVE;

const LAYER_ORDER: readonly (keyof typeof LAYERS)[] = [
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
  const baseKey = keyOf(["base", ...BASE_PACKAGES]);
  const base = await cached(`base-${baseKey}`, say, buildBase);
  const chain = [base];
  let key = baseKey;
  for (const layer of LAYER_ORDER.filter((name) => layers.includes(name))) {
    key = keyOf([key, layer, ...LAYERS[layer]]);
    const below = [...chain];
    chain.unshift(await cached(`${layer}-${key}`, say, (into) => buildLayer(LAYERS[layer], below, into)));
  }
  if (!layers.includes(ARCHIVE)) return chain;
  const name = `${ARCHIVE}-${keyOf([baseKey, ...ARCHIVE_RECIPE])}`;
  return [await cached(name, say, (into) => buildArchive(base, into)), ...chain];
}

const INSTALL = `${PREPARE}if [ "$#" -gt 0 ]; then chroot "$root" apt-get -q -y --no-install-recommends install "$@"
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
