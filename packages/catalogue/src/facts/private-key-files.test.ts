import { testFact } from "../../testing/test-fact.ts";
import { privateKeyFiles } from "./private-key-files.ts";

testFact(privateKeyFiles, {
  "a Debian 12 that followed the old guide": {
    outputs: {
      files:
        "600 root root f /tmp/host.key\u0000600 root root f /etc/ssh/ssh_host_ed25519_key\u0000600 root root f /etc/ssh/ssh_host_ecdsa_key\u0000600 root root f /etc/ssh/ssh_host_rsa_key\u0000600 root root f /usr/local/application/ssl/host.key\u0000end\u0000",
    },
    gives: {
      files: [
        { path: "/tmp/host.key", mode: 384, owner: "root", group: "root", kind: "file" },
        { path: "/etc/ssh/ssh_host_ed25519_key", mode: 384, owner: "root", group: "root", kind: "file" },
        { path: "/etc/ssh/ssh_host_ecdsa_key", mode: 384, owner: "root", group: "root", kind: "file" },
        { path: "/etc/ssh/ssh_host_rsa_key", mode: 384, owner: "root", group: "root", kind: "file" },
        { path: "/usr/local/application/ssl/host.key", mode: 384, owner: "root", group: "root", kind: "file" },
      ],
      complete: true,
    },
  },
  "cut short before anything was found": { outputs: { files: { stdout: "", status: 124 } }, unreadable: /time/ },
});
