import { defineFact, type HostWanted } from "@secondlock/model";
import { type FileList, type FileRecord, fileRecords, recordEnd, recordFormat } from "./file-records.ts";

// the shell expands these itself: constant words, and every declared path comes as an argument
const guarded = [
  "/etc/passwd /etc/passwd- /etc/group /etc/group- /etc/shadow /etc/shadow- /etc/gshadow /etc/gshadow- /etc/shells /etc/security/opasswd",
  "/boot/grub /boot/grub/grub.cfg /boot/grub/user.cfg /boot/System.map-* /boot/initrd.img-*",
  "/etc/monit/monitrc /etc/monit/conf.d/* /etc/monit/conf-enabled/* /etc/monit/*.rb /etc/monit/*.sh /etc/monit/*.py /etc/secondlock /etc/secondlock/*",
  "/etc/ssl/private /etc/ssl/private/*.key /etc/nginx/*.key /etc/nginx/ssl/*.key /etc/apache2/*.key /etc/apache2/ssl/*.key",
  "/etc/letsencrypt/archive /etc/letsencrypt/live /etc/letsencrypt/archive/*/privkey*.pem",
  "/tmp /var/tmp /dev/shm",
].join(" ");

const script = `{ find -H ${guarded} -maxdepth 0 -printf '${recordFormat}'; [ $# -eq 0 ] || find -H "$@" -maxdepth 4 -printf '${recordFormat}' | head -c 40000; } 2>/dev/null; ${recordEnd}`;

/** Files whose mode and owner decide who reads a secret. A link is followed: what it names counts. */
export const guardedFiles = defineFact<FileList>({
  id: "guarded-files",
  title: "modes of the files that keep secrets",
  reads: (wanted) => ({ files: { argv: ["sh", "-c", script, "sh", ...declaredPaths(wanted)] } }),
  parse: (raw) => fileRecords(raw, "files"),
});

/** Absolute paths that the service file names; a relative one would be another file, or an option. */
export function declaredPaths({ application }: HostWanted): readonly string[] {
  return [...(application?.config ?? []), ...(application?.tlsKeys ?? [])].filter((path) => path.startsWith("/"));
}

/** Whether the path is one of these, or lies in one of them. */
export function within(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder.replace(/\/+$/, "")}/`));
}

/** Files with the hashes of passwords. */
export function hasHashes({ path }: FileRecord): boolean {
  return /^\/etc\/(g?shadow-?|security\/opasswd)$/.test(path);
}

/** Files that name accounts, which everybody reads. */
export function namesAccounts({ path }: FileRecord): boolean {
  return /^\/etc\/(passwd-?|group-?|shells)$/.test(path);
}

/** Private keys of the host's site: where they usually lie, and where the service file says. */
export function isSiteKey({ path, kind }: FileRecord, { application }: HostWanted): boolean {
  return kind === "file" && (application?.tlsKeys.includes(path) === true || /\.key$|\/privkey\d*\.pem$/.test(path));
}

/** The declared production configuration and what lies in it. */
export function configOf({ path, kind }: FileRecord, { application }: HostWanted): boolean {
  return kind !== "link" && within(path, application?.config ?? []);
}

/** Files to try: those that are declared, and in a declared folder those that usually lie there. */
export function usualConfig({ application }: HostWanted): readonly string[] {
  const usual = ["config-production.json", "production.json", ".env"];
  return (application?.config ?? []).flatMap((path) =>
    /\.[^/]+$/.test(path) ? [path] : usual.map((name) => `${path}/${name}`),
  );
}
