import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";
import { columns } from "./ssh-file.ts";
import { sshdItself } from "./sshd-itself.ts";
import { allOf, lastOf, taggedLines } from "./tagged-lines.ts";

export interface Throttling {
  /** State of fail2ban's jail for sshd: `running` or `stopped`; absent without fail2ban. */
  readonly fail2ban?: "running" | "stopped";
  /** Where the jail looks, as fail2ban itself says: `journal`, or log files. */
  readonly sees: readonly string[];
  /** `persourcepenalties` of sshd; absent in versions that lack it. */
  readonly penalties?: string;
  /** Whether CrowdSec runs now, whoever started it. */
  readonly crowdsec: boolean;
  /** Whether a firewall rule limits new connections to the port of sshd. */
  readonly firewall: boolean;
}

// the ruleset itself is read by the controls of the network; here one line of it is enough
const script = String.raw`if command -v fail2ban-client >/dev/null; then
  if s=$(fail2ban-client status sshd 2>/dev/null); then echo 'fail2ban running'; else echo 'fail2ban stopped'; fi
  printf '%s\n' "$s" | sed -n 's/.*Journal matches:.*/sees journal/p; s/.*File list:[[:space:]]*\(.*\)/sees \1/p'
fi
nft list ruleset 2>/dev/null | grep -E 'dport [^a-z]*(22|ssh)([^0-9]|$)' | grep -qE 'limit rate|meter|update @|add @|ct count' && echo firewall
grep -qxs crowdsec /proc/[0-9]*/comm && echo crowdsec
echo end`;

/** What slows down somebody who tries many logins. */
export const throttling = defineFact<Throttling>({
  id: "throttling",
  title: "what slows down guessing",
  reads: () => ({ limits: { argv: ["sh", "-c", script] }, sshd: sshdItself }),
  parse(raw): Reading<Throttling> {
    const tagged = taggedLines(raw, "limits");
    if (!tagged.known) return tagged;
    const sshd = textOf(raw, "sshd");
    if (!sshd.known) return sshd;
    const rows = columns(sshd.value);
    if (!rows) return unreadable("the output stops before its end");
    const fail2ban = lastOf(tagged.value, "fail2ban");
    const penalties = rows.find(([tag]) => tag === "penalties")?.[1] ?? "";
    return known({
      ...(fail2ban === undefined ? {} : { fail2ban: fail2ban === "running" ? "running" : "stopped" }),
      sees: allOf(tagged.value, "sees"),
      ...(penalties === "" ? {} : { penalties }),
      crowdsec: tagged.value.has("crowdsec"),
      firewall: tagged.value.has("firewall"),
    });
  },
});
