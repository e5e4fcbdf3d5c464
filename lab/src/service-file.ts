import type { Host } from "./host.ts";
import type { Operator } from "./operator.ts";

/** A service file for hosts of the lab. The one place that knows its format. */
export function serviceFile(hosts: readonly Host[], operator: Operator): string {
  const served = hosts.filter((host) => host.role !== "bare");
  const admin = `admin: [${served.map((host) => host.name).join(", ")}]`;
  const keysOf = (...names: (keyof Operator["keys"])[]) =>
    names.map((name) => operator.keys[name].publicLine).join(", ");
  return `service: lab
hosts:
${served.map((host) => `  ${host.name}: { role: ${host.role}, ssh: ada@${host.ipv4} }`).join("\n")}
people:
  ada: { keys: [${keysOf("ada", "ada-token")}], ${admin} }
  grace: { keys: [${keysOf("grace", "grace-token")}], ${admin} }
ports:
${served.map((host) => `  ${host.name}: { ${host.role === "app" ? "443: the shop itself, 80: redirect to 443, " : ""}22: administration }`).join("\n")}
`;
}
