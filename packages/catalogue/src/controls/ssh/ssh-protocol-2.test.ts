import { greeting } from "../../../testing/ssh-observations.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshProtocol2 } from "./ssh-protocol-2.ts";

const check = (version: string): { check: { valid: boolean; said: readonly string[]; version: string } } => ({
  check: { valid: true, said: [], version },
});

testControl(sshProtocol2, {
  holds: {
    "Debian 12 as installed": { facts: check("9.2"), because: /9\.2/ },
    "Ubuntu 24.04 as installed": { facts: check("9.6") },
    "Debian 13": { facts: check("10.0") },
    "the first without protocol 1": { facts: check("7.6") },
  },
  broken: { "Debian 9": { facts: check("7.4"), because: /7\.4/ }, "Debian 8": { facts: check("6.7") } },
  attempt: {
    succeeds: { "Debian 8 answers": [greeting({ banner: "OpenSSH_6.7p1 Debian-5" })] },
    refused: { "Debian 12 as installed": [greeting()], "another server": [greeting({ banner: "dropbear_2022.83" })] },
  },
});
