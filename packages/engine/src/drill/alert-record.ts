import { sanitiseLine } from "../report/sanitise.ts";

/** What became of one alert on one channel. */
export interface Delivery {
  readonly channel: string;
  /** Seconds from the journal's entry to the channel's answer; absent: it has not arrived. */
  readonly seconds?: number;
  /** Why the last try failed. */
  readonly failed?: string;
}

/** What the alerts program wrote down about a marked login. */
export interface AlertRecord {
  /** Whether the program runs. */
  readonly runs: boolean;
  /** Of the login itself, by channel. */
  readonly login: readonly Delivery[];
  /** Of the mark that was left by it, by channel. */
  readonly mark: readonly Delivery[];
  /** The login fits an entry of the quiet list: nobody is told. */
  readonly quiet: boolean;
}

/** Says where the login comes from, and the host's own time, if a mark can be left there. */
export const loginScript = `command -v logger >/dev/null && printf '\\ndrill-login %s %s\\n' "$(date +%s)" "$SSH_CONNECTION"
`;

/** Where the login came from, as sshd will have written it: its port names it among all others. */
export function markedLogin(text: string): { readonly since: number; readonly port: string } | undefined {
  const [, since = "", port = ""] = /^drill-login (\d{1,12}) \S+ (\d{1,5}) /m.exec(text) ?? [];
  return port === "" ? undefined : { since: Number(since), port };
}

/**
 * Leaves the mark, as root: from others it is not believed. Then waits until every channel has taken the login and the
 * mark, or the time is over, and prints the record of both.
 */
export function recordScript(nonce: string, { since, port }: { since: number; port: string }, seconds: number): string {
  return `logger -t secondlock-drill ${checked(nonce)} || exit 1
p=" port ${Number(port)}, "; n=" ${checked(nonce)}, "; i=0
systemctl is-active --quiet secondlock-alerts.service && echo 'drill runs'
c=$(grep -c '^channel ' /etc/secondlock/alerts.conf 2>/dev/null)
while :; do
  r=$(journalctl -q -o cat --no-pager --since=@${since - 60} _SYSTEMD_UNIT=secondlock-alerts.service | tail -n 3000)
  a=$(printf '%s\\n' "$r" | grep -aF -e "$p" -e "$n")
  d=$(printf '%s\\n' "$a" | grep -ac '^delivered')
  [ "$d" -ge $((2 * \${c:-0})) ] || [ "$i" -ge ${seconds} ] && break
  i=$((i + 1)); sleep 1
done
sed -n 's/^channel \\([^ ]*\\) .*/drill channel \\1/p' /etc/secondlock/alerts.conf 2>/dev/null
printf '%s\\n' "$a" | sed 's/^/drill record /'
for x in $(printf '%s\\n' "$a" | cut -f 2 | sort -u); do printf '%s\\n' "$r" | grep -aF "failed	$x	" | tail -n 20 | sed "s/^/drill record /"; done
echo 'drill end'
`;
}

/** Pure. Nothing without the line that ends it. */
export function alertRecord(text: string, nonce: string): AlertRecord | undefined {
  const lines = text.split("\n");
  if (!lines.includes("drill end")) return undefined;
  const rest = (word: string): readonly string[] =>
    lines.flatMap((line) => (line.startsWith(`drill ${word} `) ? [line.slice(word.length + 7)] : []));
  const records = rest("record").map((line) => line.split("\t"));
  const channels = rest("channel");
  const told = records.filter(([word]) => word === "noticed" || word === "quiet");
  const mark = told.find(([, , what = ""]) => what.includes(nonce))?.[1];
  const login = told.find(([, id]) => id !== mark);
  const of = (id: string | undefined): readonly Delivery[] =>
    channels.map((channel): Delivery => {
      const mine = records.filter((record) => id !== undefined && record[1] === id && record[2] === channel);
      const seconds = Number(mine.find(([word]) => word === "delivered")?.[3]);
      const failed = mine.findLast(([word]) => word === "failed")?.[3];
      return {
        channel: sanitiseLine(channel),
        ...(Number.isFinite(seconds) ? { seconds } : {}),
        ...(failed === undefined ? {} : { failed: sanitiseLine(failed) }),
      };
    });
  return {
    runs: lines.includes("drill runs"),
    login: of(login?.[1]),
    mark: of(mark),
    quiet: login?.[0] === "quiet",
  };
}

function checked(nonce: string): string {
  if (!/^[0-9a-f]{16,64}$/.test(nonce)) throw new TypeError("not a nonce");
  return nonce;
}
