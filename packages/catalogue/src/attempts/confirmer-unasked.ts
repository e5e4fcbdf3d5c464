import type { Attempt } from "@secondlock/model";
import { ordinaryTry, tellsNothing } from "./ordinary-try.ts";

// The wrap of this host, where the file names it; an address that is none is not asked. A request that nobody signed counts
// for nothing there: it is one refusal in the confirmer's log. Who answers is shown by what only a confirmer says.
const ask = String.raw`command -v curl >/dev/null || exit 127
f=$(find "$@" -maxdepth 5 -type f -name '*.sealed' -readable 2>/dev/null | head -n 1); [ -n "$f" ] || exit ${tellsNothing}
w=$(grep '^wrap ' "$f" | grep -F "\"host\":\"$(uname -n)\"" | head -n 1); [ -n "$w" ] || w=$(grep '^wrap ' "$f" | head -n 1)
o=$(printf '%s' "$w" | grep -o '"origin":"https\{0,1\}://[][a-z0-9.:-]*"' | head -n 1 | sed 's/^"origin":"//; s/"$//')
k=$(printf '%s' "$w" | grep -o '"kid":"[A-Za-z0-9_-]\{22\}"' | head -n 1 | sed 's/^"kid":"//; s/"$//')
[ -n "$o" ] && [ -n "$k" ] || exit ${tellsNothing}
a=$(curl -gsk -m 8 --max-filesize 16384 --noproxy '*' -w '\n%{http_code}' -H 'content-type: application/json' -d '{}' "$o/v1/keys/$k/open" | tail -c 2000)
case $a in
*'"reference"'*'
403') exit 1 ;;
*'
2'[0-9][0-9]) echo "$o" ;;
*) exit ${tellsNothing} ;;
esac`;

/** Asks the confirmer of a sealed file from the host itself, with the right address and without the host's keys. */
export function confirmerUnasked(): Attempt {
  return ordinaryTry({
    id: "ask-confirmer",
    title: "ask the confirmer for an opening as an ordinary account, without the host's keys",
    commands: ({ application }) => [
      ["sh", "-c", ask, "sh", "/srv", "/opt", "/var/www", "/etc", ...(application ? [application.directory] : [])],
    ],
    skipped: "no sealed file can be read here, or its confirmer does not answer",
  });
}
