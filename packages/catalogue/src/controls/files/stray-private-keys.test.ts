import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { strayPrivateKeys } from "./stray-private-keys.ts";

const file = (path: string, mode = 0o600, owner = "root"): FileRecord => ({
  path,
  mode,
  owner,
  group: owner,
  kind: "file",
});
const host = ["rsa", "ecdsa", "ed25519"].map((type) => file(`/etc/ssh/ssh_host_${type}_key`));
const keys = (...more: readonly FileRecord[]): { keys: { files: readonly FileRecord[]; complete: boolean } } => ({
  keys: { files: [...host, ...more], complete: true },
});

testControl(strayPrivateKeys, {
  holds: {
    "Debian 12 as installed": { facts: keys() },
    "the declared key of the site": { facts: keys(file("/usr/local/application/ssl/host.key", 0o400, "application")) },
    "a certificate from Let's Encrypt": { facts: keys(file("/etc/letsencrypt/archive/shop.example/privkey1.pem")) },
  },
  broken: {
    "the guide's copy in /tmp": { facts: keys(file("/tmp/host.key", 0o644, "ada")), because: /\/tmp\/host\.key/ },
    "a person's key on the server": {
      facts: keys(file("/home/ada/.ssh/id_ed25519", 0o600, "ada")),
      because: /id_ed25519/,
    },
    "root's key to the next server": { facts: keys(file("/root/.ssh/id_rsa")) },
    "everybody reads the host key": { facts: keys(file("/etc/ssh/ssh_host_old_key", 0o644)), because: /0644/ },
  },
});
