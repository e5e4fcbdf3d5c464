import { defineFact, known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";
import { columns } from "./ssh-file.ts";

export interface SshLogins {
  /** Whether anybody logged in over SSH in the last 90 days. */
  readonly recent: boolean;
  /** Days that the logs reach back. */
  readonly daysLogged: number;
}

/** Accepted logins of the last 90 days, by the journal and by wtmp. Only that there was one, never whose. */
export const sshLogins = defineFact<SshLogins>({
  id: "ssh-logins",
  title: "logins over SSH",
  reads: () => ({ logins: { argv: ["sh", "-c", script], bytes: 4096, seconds: 5 } }),
  parse(raw: RawOutputs): Reading<SshLogins> {
    const text = textOf(raw, "logins");
    if (!text.known) return text;
    const rows = columns(text.value);
    if (!rows) return unreadable("the output stops before its end");
    const now = seconds(rows, "now");
    const reaches = seconds(rows, "reaches");
    if (now === 0) return unreadable("the host does not tell the time");
    const recent = rows.some(([tag]) => tag === "login" || tag === "session");
    if (!recent && reaches === 0) return unreadable("there is no log of logins");
    return known({ recent, daysLogged: reaches === 0 ? 0 : Math.max(0, Math.floor((now - reaches) / 86_400)) });
  },
});

function seconds(rows: readonly (readonly string[])[], wanted: string): number {
  const text = rows.find(([tag]) => tag === wanted)?.[1] ?? "";
  return /^\d{1,12}$/.test(text) ? Number(text) : 0;
}

const script = `T=$(printf '\\t')
now=$(date +%s)
echo "now$T$now"
if command -v journalctl >/dev/null; then
  journalctl -q --no-pager -o short-unix 2>/dev/null | head -n 1 | awk -v t="$T" '$1 + 0 > 0 { print "reaches" t int($1) }'
  journalctl -q --no-pager -o short-unix -r -S "@$((now - 7776000))" -t sshd -t sshd-session 2>/dev/null | grep -m 1 ': Accepted ' | awk -v t="$T" '$1 + 0 > 0 { print "login" t int($1) }'
fi
if command -v last >/dev/null && [ -f /var/log/wtmp ]; then
  last -w -n 500 -s -90days 2>/dev/null | awk -v t="$T" '$2 ~ /^pts\\// && $3 ~ /[.:]/ { print "session"; exit }'
fi
echo end`;
