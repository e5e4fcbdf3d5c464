import type { Look, Settings } from "@secondlock/model";
import { isStrongHostKey, sshHostKeys } from "../facts/ssh-host-keys.ts";

/** `HostKey` adds up, and the first one takes the place of all that sshd would take by itself (sshd_config(5)). */
export function hostKeyLines(settings: Settings, look: Look | undefined): readonly string[] {
  if (settings["hostkey"] === undefined) return [];
  return (look?.(sshHostKeys) ?? []).filter(isStrongHostKey).map(({ path }) => `hostkey ${path}`);
}
