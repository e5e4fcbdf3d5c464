import type { Attempt } from "@secondlock/model";
import { keysFolder } from "../facts/sealed-keys.ts";
import { ordinaryTry, tellsNothing } from "./ordinary-try.ts";

// A folder that the account may not enter hides whether the key is there: that is a refusal. What is read stays there.
// Units that get the keys from systemd are found by their own text, which everybody may read.
const read = String.raw`s=${tellsNothing}
for u in $(grep -lsE '^LoadCredential(Encrypted)?=secondlock-(local|signing)-key' /etc/systemd/system/*.service /etc/systemd/system/*.service.d/*.conf | sed -n 's!^.*/\([A-Za-z0-9_.@-]*service\)\(\.d/[^/]*\)\{0,1\}$!\1!p' | sort -u | head -n 8); do
  set -- "$@" "/run/credentials/$u/secondlock-local-key" "/run/credentials/$u/secondlock-signing-key"
done
for f; do
  p=$f; while [ ! -e "$p" ]; do p=$(dirname -- "$p"); done
  if [ "$p" = "$f" ]; then head -c1 -- "$f" >/dev/null 2>&1 && { echo "$f"; exit 0; }; s=1; elif [ ! -x "$p" ]; then s=1; fi
done
exit $s`;

/** Reads the first byte of each key with which the host opens sealed files. */
export function sealedKeysRead(): Attempt {
  return ordinaryTry({
    id: "sealed-keys",
    title: "read the keys that open sealed files as an ordinary account",
    skipped: "the host has no such keys",
    commands: () => [["sh", "-c", read, "sh", `${keysFolder}/local.key`, `${keysFolder}/signing.key`]],
  });
}
