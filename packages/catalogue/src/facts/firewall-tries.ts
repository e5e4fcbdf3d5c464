import type { HostWanted } from "@secondlock/model";
import type { Firewall } from "./firewall-rules.ts";
import { isDropped } from "./firewall-walk.ts";

const families = [4, 6] as const;

/** Whether, for both families, a rule drops new connections to the port of sshd beyond a limit. */
export function limitsTries({ chains }: Firewall, wanted: HostWanted): boolean {
  const rules = chains.filter(({ base }) => base?.hook === "input").flatMap((chain) => chain.rules);
  return families.every((family) =>
    rules.some(({ when, verdict }) => {
      const says = (on: string, value: string): boolean | undefined =>
        when.find((condition) => condition.on === on)?.is.includes(value);
      const limits = when.some(({ on }) => on === "limit") && says("port", String(sshPort(wanted))) === true;
      return limits && says("family", String(family)) !== false && (verdict.do === "drop" || verdict.do === "reject");
    }),
  );
}

/** Whether a stranger cannot even try. */
export function isClosedToStrangers(firewall: Firewall, wanted: HostWanted): boolean {
  return families.every((family) =>
    isDropped(firewall, { hook: "input", family, protocol: "tcp", port: sshPort(wanted) }),
  );
}

function sshPort({ ssh }: HostWanted): number {
  return ssh?.port ?? 22;
}
