import { option } from "../targets/ssh-options.ts";
import { failed, type ProbeKind } from "./probe-runner.ts";
import { bareSsh, notSpoken, onlyKeys, pinned, spoken } from "./ssh-command.ts";

const marker = "secondlock-agent-is-here";

// by itself an agent looks only every ten seconds whether anybody still needs it
const endAgent = `trap 'kill "$SSH_AGENT_PID"' EXIT; trap 'exit 143' TERM; "$@"`;

/** Asks the administrator's own login to carry something on: a connection to the host's own SSH port, or an agent. */
export const sshForward: ProbeKind<"ssh-forward"> = {
  read(probe, place) {
    const login = [...bareSsh(place), "-v", ...pinned(place), ...onlyKeys(place.identities), "-l", probe.account];
    if (probe.what === "tcp") return spoken([...login, "-W", `127.0.0.1:${place.port}`, "--", place.address], 15);
    // an empty agent of its own is enough to ask for forwarding, and holds nothing that could be used
    return spoken(
      [
        ...["ssh-agent", "sh", "-c", endAgent, "sh"],
        ...login,
        ...option("ForwardAgent", "yes"),
        "--",
        place.address,
        `test -S "$SSH_AUTH_SOCK" && echo ${marker}`,
      ],
      15,
    );
  },
  see(raw, probe) {
    const text = raw.stdout;
    const unspoken = notSpoken(text, raw.status);
    if (unspoken) return unspoken;
    if (!/Authenticated to .* using "/.test(text)) return failed("the administrator's own login is refused");
    if (probe.what === "agent") return { kind: "ssh-forward", forwarded: text.includes(`\n${marker}`) };
    // a server that tried and met a closed port carries connections on all the same
    const forwarded = /^SSH-2\.0-/m.test(text) || /open failed: connect failed/.test(text);
    if (!forwarded && !/open failed/.test(text)) return failed("sshd neither carries the connection on nor refuses to");
    return { kind: "ssh-forward", forwarded };
  },
};
