import type { Family } from "@secondlock/model";
import type { AttemptHost } from "../attempt/attempt-host.ts";
import { probeFromHere } from "../attempt/prober.ts";

/** How far the operator's own login came over one address. */
export interface WayIn {
  readonly address: string;
  readonly family: Family;
  /** `opened`; `partial`: the key is taken and something else is asked for, which is not spent on a test. */
  readonly came: "opened" | "partial" | "nowhere";
  readonly because: string;
}

/** Tries the operator's own login over every address of the host, IPv4 and IPv6, each with a connection of its own. */
export async function waysIn(
  host: AttemptHost,
  directory: string,
  signal: AbortSignal | undefined,
): Promise<readonly WayIn[]> {
  // where the declared login jumps, that is the way: the firewall may well close the direct one
  const { algorithms } = host;
  const place = { ...host.place, algorithms, ...(host.jump === undefined ? {} : { proxyCommand: host.jump }) };
  return await Promise.all(
    host.addresses.map(async ({ address, family }): Promise<WayIn> => {
      const seen = await probeFromHere(
        { probe: { kind: "ssh-login", account: host.user, family, keys: "all" }, place: { ...place, address } },
        { directory, signal },
      );
      if (seen.kind === "closed" || seen.kind === "failed")
        return { address, family, came: "nowhere", because: seen.because };
      if (seen.kind !== "ssh-login") return { address, family, came: "nowhere", because: "nothing was seen" };
      if (seen.opened) return { address, family, came: "opened", because: "logged in" };
      const further = seen.partial && seen.methodsLeft.length > 0;
      return further
        ? { address, family, came: "partial", because: `then asked for ${seen.methodsLeft.join(" or ")}` }
        : { address, family, came: "nowhere", because: `refused; left: ${seen.methodsLeft.join(", ") || "nothing"}` };
    }),
  );
}

/** The ways that worked before and do not any more. Pure. */
export function lostWays(before: readonly WayIn[], after: readonly WayIn[]): readonly WayIn[] {
  const worked = new Set(before.filter(({ came }) => came !== "nowhere").map(({ address }) => address));
  return after.filter(({ address, came }) => worked.has(address) && came === "nowhere");
}
