import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

export interface DatabaseFiles {
  readonly processes: readonly { readonly program: string; readonly user: string }[];
  readonly directories: readonly DatabaseDirectory[];
  readonly accounts: readonly ServiceAccount[];
}

export interface DatabaseDirectory {
  readonly path: string;
  readonly mode: string;
  readonly owner: string;
}

interface ServiceAccount {
  readonly name: string;
  readonly shell: string;
  /** Its password can be used for a login. */
  readonly password: boolean;
  /** It has keys for logins over SSH. */
  readonly keys: boolean;
  /** Told only when keys are there, which lie below it. */
  readonly home?: string;
}

// a server's own working directory is its data directory, wherever the configuration has put it; of a password only its state is told
const script = `for p in /proc/[0-9]*; do
  read -r c <"$p/comm" || continue
  case $c in mariadbd|mysqld|postgres|mongod|redis-server|valkey-server) ;; *) continue;; esac
  d=$(readlink "$p/cwd") || continue
  echo "process $c $(stat -c %U "$p")"
  case $c in mariadbd|mysqld|postgres) echo "$d";; esac >&3
done 2>/dev/null 3>&1 | awk '$1 == "process" { if (!seen[$0]++) print; next } !seen[$0]++ { print "candidate " $0 }'
for d in /var/lib/mysql /var/lib/mysql-files /var/lib/mysql-keyring /var/lib/postgresql/*/*; do [ -d "$d" ] && echo "candidate $d"; done
awk -F: 'FNR == NR { s[$1] = ($2 ~ /^[!*]/) ? "no" : "yes"; next }
  $1 ~ /^(mysql|postgres|mongodb|redis|valkey)$/ { k = "no"; f = $6 "/.ssh/authorized_keys"; if ((getline line < f) > 0) k = "yes"; close(f)
    print "account " $1 " " s[$1] " " k " " $7 (k == "yes" ? " " $6 : "") }' /etc/shadow /etc/passwd
echo end`;

// stat needs the names that the first part found
const withModes = `(${script}) | while read -r tag rest; do
  if [ "$tag" = candidate ]; then [ -d "$rest" ] && stat -c 'directory %a %U %n' "$rest"; else echo "$tag $rest"; fi; done`;

/** Who runs the database servers, and who may look at their files. */
export const databaseFiles = defineFact<DatabaseFiles>({
  id: "database-files",
  title: "the accounts and directories of database servers",
  reads: () => ({ files: { argv: ["sh", "-c", withModes] } }),
  parse(raw): Reading<DatabaseFiles> {
    const tagged = taggedLines(raw, "files");
    if (!tagged.known) return tagged;
    const directories = new Map<string, DatabaseDirectory>();
    for (const line of allOf(tagged.value, "directory")) {
      const [, mode, owner, path] = /^([0-7]{3,4}) (\S+) (\/.*)$/.exec(line) ?? [];
      if (mode && owner && path) directories.set(path, { path, mode, owner });
    }
    return known({
      processes: allOf(tagged.value, "process").map((line) => {
        const [program = "", user = ""] = line.split(" ");
        return { program, user };
      }),
      directories: [...directories.values()],
      accounts: allOf(tagged.value, "account").map((line) => {
        const [name = "", password, keys, shell = "", home] = line.split(" ");
        const where = home?.startsWith("/") === true ? { home } : {};
        return { name, shell, password: password !== "no", keys: keys !== "no", ...where };
      }),
    });
  },
});
