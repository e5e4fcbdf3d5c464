import { dirname, join } from "node:path";
import type { Observation, Read } from "@secondlock/model";
import { option } from "../targets/ssh-options.ts";
import { failed, type ProbeKind } from "./probe-runner.ts";
import { bareSsh, notSpoken, onlyKeys, pinned, spoken } from "./ssh-command.ts";

const there = "secondlock-agent-is-here";
const notThere = "secondlock-agent-is-not-here";

/**
 * An empty agent is enough to ask for forwarding, and holds nothing that could be used; the operator's own one is only
 * logged in with. It stays in the foreground of this script, so that whatever ends the script ends it too.
 */
const withEmptyAgent = `exec 2>&1; s=$1.$$; shift
ssh-agent -D -a "$s" >/dev/null & p=$!
for t in ${Array.from({ length: 20 }, (_, index) => index).join(" ")}; do [ -S "$s" ] && break; sleep 0.1; done
[ -S "$s" ] || { kill $p 2>/dev/null; echo "no agent could be started"; exit 1; }
SECONDLOCK_AGENT=$s SSH_AUTH_SOCK=\${SSH_AUTH_SOCK:-$s} "$@"; r=$?
kill $p; wait $p 2>/dev/null; rm -f "$s"; exit $r`;

/** Asks the administrator's own login to carry something on: a connection to the host's own SSH port, or an agent. */
export const sshForward: ProbeKind<"ssh-forward"> = {
  read(probe, place): Read {
    const login = [...bareSsh(place), "-v", ...pinned(place), ...onlyKeys(place.identities), "-l", probe.account];
    if (probe.what === "tcp") return spoken([...login, "-W", `127.0.0.1:${place.port}`, "--", place.address], 15);
    return {
      argv: [
        "sh",
        ...["-c", withEmptyAgent, "sh", join(dirname(place.knownHosts), "agent")],
        ...login,
        ...option("ForwardAgent", "$SECONDLOCK_AGENT"),
        ...["--", place.address, `sh -c 'if test -S "$SSH_AUTH_SOCK"; then echo ${there}; else echo ${notThere}; fi'`],
      ],
      root: false,
      bytes: 32 * 1024,
      seconds: 15,
    };
  },
  see(raw, probe) {
    const text = raw.stdout;
    const unspoken = notSpoken(text, raw.status);
    if (unspoken) return unspoken;
    if (!/Authenticated to .* using "/.test(text) && /Authenticated using "publickey" with partial success/.test(text))
      return failed("the login asks for a code after the key, and none is spent on an attempt");
    if (!/Authenticated to .* using "/.test(text)) return failed("the administrator's own login is refused");
    if (probe.what === "agent") return agentSeen(text);
    // a server that tried and met a closed port carries connections on all the same
    const forwarded = /^SSH-2\.0-/m.test(text) || /open failed: connect failed/.test(text);
    if (!forwarded && !/open failed/.test(text)) return failed("sshd neither carries the connection on nor refuses to");
    return { kind: "ssh-forward", forwarded };
  },
};

function agentSeen(text: string): Observation {
  // ssh leaves the question out, without a word, where it finds no agent
  if (!/Requesting authentication agent forwarding/.test(text)) return failed("ssh did not ask to forward an agent");
  if (new RegExp(`^${there}\\r?$`, "m").test(text)) return { kind: "ssh-forward", forwarded: true };
  if (new RegExp(`^${notThere}\\r?$`, "m").test(text)) return { kind: "ssh-forward", forwarded: false };
  return failed("the host does not say whether an agent is there");
}
