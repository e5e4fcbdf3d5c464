import type { SshdConfig } from "../../facts/sshd-config.ts";
import { ended } from "../../../testing/ssh-observations.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshConfigFilesModes } from "./ssh-config-files-modes.ts";

const config = (mode: number, owner = "root", directory = 0o755): SshdConfig => ({
  files: [{ path: "/etc/ssh/sshd_config", mode, owner, group: "root" }],
  directories: [{ path: "/etc/ssh", mode: directory, owner: "root", group: "root" }],
  lines: [],
  cases: [],
  complete: true,
});

testControl(sshConfigFilesModes, {
  holds: { "closed as CIS asks": { facts: { config: config(0o600) } } },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: { config: config(0o644) }, because: /644 root:root/ },
    "its group writes it": { facts: { config: config(0o660) } },
    "it belongs to an account": { facts: { config: config(0o600, "ada") }, because: /ada/ },
    "everybody may put files beside it": { facts: { config: config(0o600, "root", 0o777) }, because: /777/ },
  },
  attempt: { succeeds: { "an ordinary account reads it": [ended(0)] }, refused: { "it cannot": [ended(1)] } },
});
