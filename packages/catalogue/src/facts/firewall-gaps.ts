import type { HostWanted, PortWanted } from "@secondlock/model";
import { openings } from "./firewall-openings.ts";
import type { Firewall } from "./firewall-rules.ts";
import { isDropped } from "./firewall-walk.ts";
import { isDeclared } from "./listeners.ts";

const families = [4, 6] as const;

/** Ports that everybody may reach by the service file, and that the rules drop. */
export function missingPorts(firewall: Firewall, { ports }: HostWanted): readonly string[] {
  return ports
    .filter(({ from }) => from === "anywhere")
    .flatMap((port) => told(port, (family) => !comesThrough(firewall, port, family)));
}

/** Ports that strangers may reach by the rules, and not by the service file. */
export function widePorts(firewall: Firewall, wanted: HostWanted): readonly string[] {
  const open = families.map((family) => openings(firewall, family).filter((one) => !isForAll(one, wanted)));
  const all = new Map(open.flat().map((one) => [`${one.port}/${one.protocol}`, one]));
  return [...all.values()].flatMap((one) =>
    told(one, (family) => !isDropped(firewall, { hook: "input", family, protocol: one.protocol, port: one.port })),
  );
}

/** Both in one sentence, for the person who mends them with the program that wrote the rules. */
export function gapsText(firewall: Firewall, wanted: HostWanted): string {
  const [missing, wide] = [missingPorts(firewall, wanted), widePorts(firewall, wanted)];
  const parts = [
    ...(missing.length === 0 ? [] : [`it drops what is declared: ${missing.join(", ")}`]),
    ...(wide.length === 0 ? [] : [`it opens to everybody what is not declared so: ${wide.join(", ")}`]),
  ];
  return parts.length === 0 ? "it opens what is declared" : parts.join("; ");
}

function comesThrough(firewall: Firewall, { port, protocol, to }: PortWanted, family: 4 | 6): boolean {
  return [port, ...(to === undefined ? [] : [to])].some(
    (one) => !isDropped(firewall, { hook: "input", family, protocol, port: one }),
  );
}

function isForAll({ port, protocol }: Pick<PortWanted, "port" | "protocol">, wanted: HostWanted): boolean {
  const declared = wanted.ports.find((one) => one.port === port && one.protocol === protocol);
  return declared === undefined
    ? isDeclared({ port, protocol }, { ...wanted, databases: [] })
    : declared.from === "anywhere";
}

function told(
  { port, protocol }: Pick<PortWanted, "port" | "protocol">,
  concerns: (family: 4 | 6) => boolean,
): readonly string[] {
  const some = families.filter(concerns);
  if (some.length === 0) return [];
  return [`${port}/${protocol}${some.length === 2 ? "" : ` over IPv${some[0]}`}`];
}
