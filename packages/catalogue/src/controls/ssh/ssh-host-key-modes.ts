import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { sshFilesRead } from "../../attempts/ssh-files-read.ts";
import { openBeyondRoot, shown } from "../../facts/ssh-file.ts";
import { sshHostKeys } from "../../facts/ssh-host-keys.ts";
import { sshHostKeysClosed } from "../../states/ssh-file-modes.ts";

export const sshHostKeyModes = defineControl({
  id: "ssh-host-key-modes",
  title: "Only root reads the private keys of this host",
  why: "Whoever reads a host key can pretend to be this host, and administrators would not notice.",
  severity: "medium",
  area: "ssh",
  covers: ["R010", "R058"],
  applies: everyHost,
  facts: { keys: sshHostKeys },
  verdict({ keys }) {
    const found = [
      ...keys.map(({ file }) => file).filter((file) => openBeyondRoot(file, 0o600)),
      ...keys.flatMap(({ publicFile }) => publicFile ?? []).filter((file) => openBeyondRoot(file, 0o644)),
    ];
    return found.length > 0 ? broken(shown(found)) : holds(`${keys.length} keys, closed to all but root`);
  },
  attempt: sshFilesRead("ssh-host-keys-read", [
    "/etc/ssh/ssh_host_ed25519_key",
    "/etc/ssh/ssh_host_rsa_key",
    "/etc/ssh/ssh_host_ecdsa_key",
  ]),
  fix: () => [sshHostKeysClosed()],
  references: ["CIS Debian 12 5.1.2 and 5.1.3"],
});
