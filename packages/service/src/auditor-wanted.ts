import { type AuditorWanted, type PortWanted, type SshLogin, usualAuditor } from "@secondlock/model";
import { oneLine } from "./given.ts";
import { canonicalPlaces } from "./ports-wanted.ts";
import type { ServiceFile } from "./schema.ts";

type AuditorFile = ServiceFile["auditor"];

export function auditorOf(auditor: AuditorFile): AuditorWanted | undefined {
  const [first, ...more] = addressesOf(auditor);
  if (auditor === undefined || first === undefined) return undefined;
  return {
    account: auditor.account ?? usualAuditor,
    keys: auditor.keys.map(oneLine),
    from: [first, ...more],
    keyHome: auditor.key_home ?? "auditor",
  };
}

/** The login's port is open for the auditor too, where it is not open for everybody. */
export function withAuditor(
  ports: readonly PortWanted[],
  auditor: AuditorFile,
  ssh: SshLogin | undefined,
): readonly PortWanted[] {
  if (auditor === undefined || ssh === undefined) return ports;
  return ports.map((port) =>
    port.port === ssh.port && port.protocol === "tcp" && port.from !== "anywhere"
      ? { ...port, from: [...new Set([...port.from, ...addressesOf(auditor)])] }
      : port,
  );
}

function addressesOf(auditor: AuditorFile): readonly string[] {
  return canonicalPlaces(auditor?.from ?? []);
}
