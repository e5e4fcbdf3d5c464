import { defineFact } from "@secondlock/model";
import { type FileList, fileRecords, recordEnd, recordFormat } from "./file-records.ts";

// no key is longer than 32 KiB; test keys of libraries are no keys of ours
const script = `find -H /root /home /tmp /var/tmp /dev/shm /srv /var/www /opt /etc /var/backups "$@" -xdev -maxdepth 6 '(' -name node_modules -o -name .git -o -name site-packages -o -name dist-packages -o -name .cache -o -name .cargo -o -name .npm -o -name .pyenv -o -name .rustup -o -name go ')' -prune -o -type f -size -33k -size +0 -print0 2>/dev/null |
  xargs -0 -r grep -lZIE -e '-----BEGIN (PGP PRIVATE KEY BLOCK|([A-Z0-9]+ )*PRIVATE KEY)-----|^AGE-SECRET-KEY-1' 2>/dev/null |
  xargs -0 -r sh -c 'find "$@" -maxdepth 0 -printf "${recordFormat}"' sh 2>/dev/null
${recordEnd}`;

/** Where private keys lie: path, mode and owner, never a byte of a key. */
export const privateKeyFiles = defineFact<FileList>({
  id: "private-key-files",
  title: "private keys on the host",
  reads: ({ application }) => ({
    files: {
      argv: ["sh", "-c", script, "sh", ...(application?.directory.startsWith("/") ? [application.directory] : [])],
      seconds: 10,
    },
  }),
  parse: (raw) => fileRecords(raw, "files"),
});
