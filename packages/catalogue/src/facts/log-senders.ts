import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

export interface LogSenders {
  /** Names of the files that tell rsyslog to send logs elsewhere. */
  readonly forwards: readonly string[];
  /** Whether at least one of them uses TLS. */
  readonly encrypted: boolean;
}

// targets can carry names of inner hosts; only the file and whether TLS is used leave the host
const script = String.raw`set --
for f in /etc/rsyslog.conf /etc/rsyslog.d/*.conf; do [ -r "$f" ] && set -- "$@" "$f"; done
[ $# -eq 0 ] || awk '/^[[:space:]]*#/ { next }
/type="?om(fwd|relp)"?/ || /^[^:]*[[:space:]]@@?[^[:space:]]/ { if (!(FILENAME in seen)) { seen[FILENAME] = 1; print "forward", FILENAME } }
/StreamDriverMode="?1|ActionSendStreamDriverMode 1|tls="?on/ { print "tls" }' "$@"
echo end`;

export const logSenders = defineFact<LogSenders>({
  id: "log-senders",
  title: "where logs are sent to",
  reads: () => ({ rules: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<LogSenders> {
    const tagged = taggedLines(raw, "rules");
    if (!tagged.known) return tagged;
    return known({ forwards: allOf(tagged.value, "forward"), encrypted: tagged.value.has("tls") });
  },
});
