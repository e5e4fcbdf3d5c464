import { broken, holds, type HostWanted, type Inside, undecided } from "@secondlock/model";
import type { Firewall, Rule } from "./firewall-rules.ts";
import { fateOf } from "./firewall-walk.ts";

/** Whether a stranger's first packet reaches the port of SSH, over IPv4 or IPv6. */
export function sshOpenness(firewall: Firewall, port: number, wanted: HostWanted): Inside {
  const declared = wanted.ports.find((one) => one.port === port && one.protocol === "tcp");
  if (declared?.from === "anywhere")
    return broken(`the service file opens port ${port} to everybody: one network lock fewer, the keys stand alone`);
  for (const family of [4, 6] as const) {
    const fate = fateOf(firewall, { hook: "input", family, protocol: "tcp", port });
    if (!fate.ends.has("accept")) continue;
    const { acceptedBy } = fate;
    if (!fate.certain && acceptedBy !== undefined && acceptedBy !== "policy" && !isWide(acceptedBy))
      return undecided(`IPv${family}: "${acceptedBy.text}" may let strangers in to port ${port}: it cannot be judged`);
    const by = acceptedBy === undefined || acceptedBy === "policy" ? "no rule drops them" : `"${acceptedBy.text}"`;
    return broken(`IPv${family}: strangers reach port ${port} (${by})`);
  }
  return holds(`only named sources reach port ${port}`);
}

/** A rate, a network card or a state is no limit on who comes. */
function isWide({ when }: Rule): boolean {
  return when.every(({ on }) => ["in", "out", "limit", "protocol", "port", "state", "family"].includes(on));
}
