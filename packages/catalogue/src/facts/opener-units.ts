import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";
import { unitFolders } from "./unit-folders.ts";

/** What decrypts a key that systemd delivers: the machine's TPM, a file on the same disk, or nothing, as it lies there in clear. */
export type CredentialSeal = "tpm" | "host" | "none" | "unknown";

/** A unit that starts a program through `secondlock run`. */
export interface OpenerUnit {
  readonly unit: string;
  readonly active: boolean;
  /** As systemd has it, e.g. `enabled`. */
  readonly state: string;
  /** Most bytes of memory that are dumped when it fails, e.g. `0`, `infinity`. */
  readonly coreLimit: string;
  /** Most bytes of its memory that are swapped out. */
  readonly swapLimit: string;
  /** Of the host's keys, those that systemd delivers to it. */
  readonly credentials: Readonly<Record<string, CredentialSeal>>;
}

// Of a unit's text only whether it is one; of an encrypted key only its first 16 bytes, which say what decrypts it.
const script = String.raw`[ -d /run/systemd/system ] || { echo end; exit 0; }
set --
${unitFolders}
grep -RlsE '^[[:space:]]*Exec(Start|StartPre)[[:space:]]*=.*secondlock[^[:space:]]*[[:space:]].*run([[:space:]]|$)' -- "$@" |
  sed -n 's!^.*/\([^/]*service\)\([.]d/[^/]*[.]conf\)\{0,1\}$!\1!p' | sort -u | head -n 32 | while IFS= read -r u; do
  case $u in *[!A-Za-z0-9_.@:-]*|*@.service) continue ;; esac
  printf 'unit %s\n' "$u"
  systemctl show --no-pager -p ActiveState -p UnitFileState -p LimitCORE -p MemorySwapMax -- "$u" | sed 's/^/is /'
  systemctl cat --no-pager -- "$u" 2>/dev/null | sed -n 's/^LoadCredential\(Encrypted\)\{0,1\}=secondlock-\(local\|signing\)-key:*\(.*\)$/\2 x\1 \3/p' | while read -r k e p; do
    h=none
    if [ "$e" = xEncrypted ]; then
      case $p in /*) ;; *) p=/etc/credstore.encrypted/${"$"}{p:-secondlock-$k-key} ;; esac
      h=$(head -c 200 -- "$p" 2>/dev/null | tr -d ' \n' | head -c 24 | base64 -d 2>/dev/null | head -c 16 | od -An -tx1 | tr -d ' \n')
    fi
    printf 'is credential %s %s\n' "$k" "${"$"}{h:-unread}"
  done
done
echo end`;

/** Kinds of credentials that a TPM has a part in (systemd, src/shared/creds-util.h). */
const withTpm = new Set([
  "0c7cc07b117645919c4b0bea08bc20fe",
  "faf7eb9341e3412ca1a436f95a29362f",
  "93a894094874449090caf2fc93cab553",
  "af4950a849134eb1a73846304ff30c05",
]);

/** None on a host that systemd did not start: it has no units. */
export const openerUnits = defineFact<readonly OpenerUnit[]>({
  id: "opener-units",
  title: "services that open sealed files when they start",
  reads: () => ({ units: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<readonly OpenerUnit[]> {
    const tagged = taggedLines(raw, "units");
    if (!tagged.known) return tagged;
    return known(unitsIn(raw["units"]?.stdout ?? "").filter(({ unit }) => allOf(tagged.value, "unit").includes(unit)));
  },
});

function unitsIn(text: string): readonly OpenerUnit[] {
  return text
    .split(/^unit /m)
    .slice(1)
    .map((block) => {
      const [unit = "", ...rows] = block.split("\n").map((row) => row.trimEnd());
      const valueOf = (name: string): string =>
        rows.find((row) => row.startsWith(`is ${name}=`))?.slice(name.length + 4) ?? "";
      const credentials = rows.flatMap((row): readonly (readonly [string, CredentialSeal])[] => {
        const [, key = "", kind = ""] = /^is credential (local|signing) (\S+)$/.exec(row) ?? [];
        return key === "" ? [] : [[key, sealOf(kind)]];
      });
      return {
        unit,
        active: valueOf("ActiveState") === "active",
        state: valueOf("UnitFileState"),
        coreLimit: valueOf("LimitCORE"),
        swapLimit: valueOf("MemorySwapMax"),
        credentials: Object.fromEntries(credentials),
      };
    });
}

function sealOf(kind: string): CredentialSeal {
  if (kind === "none") return "none";
  if (!/^[0-9a-f]{32}$/.test(kind)) return "unknown";
  return withTpm.has(kind) ? "tpm" : "host";
}

/** Whether systemd delivers both of the host's keys to one of its units. */
export function isDelivered(units: readonly OpenerUnit[]): boolean {
  return units.some(({ credentials }) => "local" in credentials && "signing" in credentials);
}
