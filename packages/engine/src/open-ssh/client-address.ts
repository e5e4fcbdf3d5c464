import type { HostWanted } from "@secondlock/model";
import type { Target } from "../targets/target.ts";

/** The address that a target sees its login come from. */
export async function clientAddress(target: Target, signal: AbortSignal | undefined): Promise<string | undefined> {
  const script = 'printf "\\n%s\\n" "client ${SSH_CONNECTION%% *}"\n';
  const ran = await target.run(script, { as: "login", shell: "sh", seconds: 15, bytes: 64 * 1024, signal });
  if (ran.state === "failed") return undefined;
  return /^client ([0-9A-Fa-f.:]{2,45})$/m.exec(ran.stdout.toString("latin1"))?.[1];
}

/** For how long a host stays open to the one whose change closes its port of SSH, in seconds. */
export const afterClosing = 30 * 60;

/** Whether the declared firewall closes the port of the declared login to the operator as well. Pure. */
export function closesOwnLogin({ ssh, via, ports }: HostWanted): boolean {
  return (
    via === undefined &&
    ports.some(({ port, protocol, onDemand }) => onDemand && protocol === "tcp" && port === ssh?.port)
  );
}

/** Whether somebody could open it again: over a host that the port stays open for, or on a console. Pure. */
export function canBeOpened({ ssh, ports, vendor, allow }: HostWanted): boolean {
  const stays = ports.some(({ port, onDemand, from }) => onDemand && port === ssh?.port && from.length > 0);
  return stays || vendor !== undefined || allow.includes("console-recovery");
}
