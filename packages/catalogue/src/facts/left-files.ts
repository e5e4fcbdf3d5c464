import { defineFact } from "@secondlock/model";
import { type FileList, type FileRecord, fileRecords, recordEnd, recordFormat } from "./file-records.ts";

const dumps = [
  "*.sql",
  "*.sql.*",
  "*.dump",
  "*.dump.*",
  "*.pgdump",
  "*.tar",
  "*.tar.*",
  "*.tgz",
  "*.zip",
  "*.sqlite",
  "*.sqlite3",
  "*passphrase*",
  "*.kdbx",
];
const editors = ["*~", "*.bak", "*.orig", "*.old", "*.save", ".*.sw[op]", "#*#"];
const secrets = [
  ".env",
  ".env.*",
  "*.env",
  ".git",
  ".svn",
  ".hg",
  ".htpasswd",
  ".aws",
  ".npmrc",
  ".netrc",
  ".pgpass",
  ".my.cnf",
  "id_rsa*",
  "id_ed25519*",
  "config.php.*",
];

const named = [...dumps, ...editors, ...secrets].map((name) => `-name '${name}'`).join(" -o ");

// a folder of version control is named and not walked; by its name alone, so nothing is opened
const script = `find -H /tmp /var/tmp /var/backups /root /home /srv /var/www /usr/share/nginx /opt /usr/local "$@" -xdev -maxdepth 8 '(' -name node_modules -o -name site-packages -o -name dist-packages -o -name .cache -o -path /usr/local/lib -o -path /usr/local/share ')' -prune -o '(' ${named} ')' '(' -type f -o -type d ')' -printf '${recordFormat}' '(' -name .git -o -name .svn -o -name .hg ')' -prune 2>/dev/null
${recordEnd}`;

/** Files that work tends to leave behind, found by their names in the places where it does. */
export const leftFiles = defineFact<FileList>({
  id: "left-files",
  title: "dumps, copies and environment files",
  reads: ({ application }) => ({
    files: {
      argv: ["sh", "-c", script, "sh", ...(application?.directory.startsWith("/") ? [application.directory] : [])],
      seconds: 10,
      bytes: 128 * 1024,
    },
  }),
  parse: (raw) => fileRecords(raw, "files"),
});

/** A database dump, an archive, or the passphrase of one. */
export function isDump({ path, kind }: FileRecord): boolean {
  // the package tools keep their own state there, without a secret
  if (/^\/var\/backups\/(alternatives|apt|dpkg)\./.test(path)) return false;
  return (
    kind === "file" && /(\.(sql|dump|tar)(\.[^/]*)?|\.(pgdump|tgz|zip|sqlite3?|kdbx)|passphrase[^/]*)$/i.test(path)
  );
}

/** The copy that an editor or a careful person leaves beside a file. */
export function isEditorCopy({ path, kind }: FileRecord): boolean {
  return kind === "file" && /(~|\.(bak|orig|old|save|sw[op])|#)$/.test(path);
}

export function isEnvironmentFile({ path, kind }: FileRecord): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  // an example has no values, and a sealed one may be read by everybody (environment-files-sealed looks into it)
  return kind === "file" && /(^\.env(\..*)?|\.env)$/.test(name) && !/(example|sample|template|dist|sealed)$/.test(name);
}

/** What must not lie where a web server serves from. */
export function isSecretInWebRoot(file: FileRecord): boolean {
  return (
    isDump(file) ||
    isEditorCopy(file) ||
    isEnvironmentFile(file) ||
    /\/(\.(git|svn|hg|htpasswd|aws|npmrc|netrc|pgpass|my\.cnf)|id_(rsa|ed25519)[^/]*|config\.php\.[^/]*)$/.test(
      file.path,
    )
  );
}
