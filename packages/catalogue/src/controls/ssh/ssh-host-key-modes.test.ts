import type { SshHostKey } from "../../facts/ssh-host-keys.ts";
import { ended } from "../../../testing/ssh-observations.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshHostKeyModes } from "./ssh-host-key-modes.ts";

const key = (mode: number, publicMode: number, owner = "root"): SshHostKey => {
  const path = "/etc/ssh/ssh_host_ed25519_key";
  const file = { path, mode, owner, group: "root" };
  return {
    path,
    type: "ED25519",
    bits: 256,
    fingerprint: "",
    file,
    publicFile: { ...file, path: `${path}.pub`, mode: publicMode },
  };
};

testControl(sshHostKeyModes, {
  holds: { "Debian 12 and Ubuntu 24.04 as installed": { facts: { keys: [key(0o600, 0o644)] } } },
  broken: {
    "copied by hand": { facts: { keys: [key(0o644, 0o644)] }, because: /644/ },
    "its group reads it": { facts: { keys: [key(0o640, 0o644)] } },
    "everybody may change the public half": { facts: { keys: [key(0o600, 0o666)] }, because: /\.pub/ },
    "it belongs to an account": { facts: { keys: [key(0o600, 0o644, "ada")] }, because: /ada/ },
  },
  attempt: { succeeds: { "an ordinary account reads one": [ended(0)] }, refused: { "it cannot": [ended(1)] } },
});
