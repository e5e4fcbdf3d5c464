import { defineState, type State } from "@secondlock/model";
import { isStrongHostKey, type SshHostKey, sshHostKeys } from "../facts/ssh-host-keys.ts";
import { sshdDropIn } from "./sshd-drop-in.ts";

/**
 * sshd shows its strong keys only; the files of the others stay. Where it has none that is strong nothing changes: everybody
 * who knows this host by the weak one, this program too, would meet a stranger.
 */
export function weakHostKeysOut(): State<readonly SshHostKey[]> {
  return defineState({
    resource: "file:/etc/ssh/sshd_config.d/00-secondlock.conf",
    text: "sshd shows its strong host keys only",
    settings: { hostkey: "strong" },
    fact: sshHostKeys,
    settle: (keys) => strongOrAll(keys),
    bring: sshdDropIn,
    notes,
  });
}

function strongOrAll(keys: readonly SshHostKey[]): readonly SshHostKey[] {
  const strong = keys.filter(isStrongHostKey);
  return strong.length > 0 ? strong : keys;
}

function notes(keys: readonly SshHostKey[]): readonly string[] {
  const strong = keys.filter(isStrongHostKey);
  const weak = keys.filter((key) => !isStrongHostKey(key));
  if (weak.length === 0) return [];
  const names = weak.map(({ path, type, bits }) => `${path} (${type || "unknown kind"} ${bits})`).join(", ");
  if (strong.length === 0)
    return [
      `No host key is strong: ${names}. Run ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key and systemctl reload ssh, log in once so that your known_hosts learns it, and harden again: then the weak one is shown no more.`,
    ];
  const shown = strong.map(({ type, fingerprint }) => `${type} ${fingerprint}`).join(", ");
  return [
    `${names} is shown no more. Whoever knows this host by that key alone is told of an unknown one: give them these fingerprints by another channel: ${shown}.`,
  ];
}
