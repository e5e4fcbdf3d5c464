import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.ts";
import { aptSettings, BUILD_TIMEOUT_MS, confined, OVERLAY_OPTIONS, PREPARE } from "./image-build.ts";
import { readAptSources, sourcesList } from "./mirror.ts";

export const ARCHIVE = "archive";

/** What a plan may install, and what a person may whose host it is; with all that they depend on beyond the base. */
const PACKAGE_ARCHIVE = [
  "aide",
  "aide-common",
  "cracklib-runtime",
  "libpam-google-authenticator",
  "libpam-pwquality",
  "needrestart",
  "rsyslog",
  "rsyslog-gnutls",
  "systemd-timesyncd",
  "unattended-upgrades",
] as const;

const FOLDER = "/var/lib/lab-packages";
const KEYRING = "/usr/share/keyrings/lab-packages.gpg";
const SOURCE = `deb [signed-by=${KEYRING}] file:${FOLDER} ./`;

/**
 * Debian's packages, under an index of their own: Debian's whole index ends being valid within days, knows updates that
 * an image of yesterday lacks, and takes apt seconds to read. Signed with a key that is thrown away once it has signed.
 */
const BUILD = `${PREPARE}
chroot "$root" apt-get -q -y --no-install-recommends --download-only install "$@"
folder="$root${FOLDER}"
mkdir -p "$folder"
mv "$root"/var/cache/apt/archives/*.deb "$folder"
chroot "$root" apt-get -q -y --no-install-recommends install apt-utils gnupg
chroot "$root" sh -eu -c '
cd ${FOLDER}
apt-ftparchive packages . > Packages
apt-ftparchive -o APT::FTPArchive::Release::Origin=Lab -o APT::FTPArchive::Release::Label=Lab release . > /run/Release
export GNUPGHOME=/run/gnupg
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase "" --quick-generate-key "Packages of the lab" ed25519 sign never
gpg --batch --quiet --clearsign --output InRelease /run/Release
mkdir -p ${KEYRING.replace(/\/[^/]*$/, "")}
gpg --batch --quiet --export > ${KEYRING}
gpgconf --kill all'
mkdir -p "$out/etc/apt/sources.list.d" "$out/usr/share/keyrings" "$out/var/lib"
: > "$out/etc/apt/sources.list"
echo '${SOURCE}' > "$out/etc/apt/sources.list.d/lab-packages.list"
cp "$root${KEYRING}" "$out${KEYRING}"
cp -r "$folder" "$out${FOLDER}"
chmod -R u=rwX,go=rX "$out"
`;

/** What the archive is made of, and how: another list, or another way, is another image. */
export const ARCHIVE_RECIPE = [BUILD, ...PACKAGE_ARCHIVE] as const;

/** A layer that holds nothing but the archive, so that it goes on top of any other. */
export async function buildArchive(base: string, work: string): Promise<string> {
  for (const name of ["upper", "work", "root", "out"]) mkdirSync(join(work, name));
  const script = `root=$1; sources=$2; settings=$3; lower=$4; upper=$5; work=$6; out=$7; shift 7
mount -t overlay overlay -o "${OVERLAY_OPTIONS},lowerdir=$lower,upperdir=$upper,workdir=$work" "$root"
${BUILD}`;
  const places = [base, join(work, "upper"), join(work, "work"), join(work, "out")];
  const settings = [sourcesList(readAptSources()), await aptSettings()];
  const argv = confined(script, join(work, "root"), ...settings, ...places, ...PACKAGE_ARCHIVE);
  await must("building the package archive", argv, { timeoutMs: BUILD_TIMEOUT_MS });
  return join(work, "out");
}
