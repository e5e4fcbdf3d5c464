import type { SshdRunning } from "../../facts/sshd-running.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshRunningIsConfigured } from "./ssh-running-is-configured.ts";

const running = (loaded: number, programOnDisk = true): SshdRunning => ({
  daemon: { loaded, programOnDisk, commandLine: "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups" },
  others: [],
  changed: { path: "/etc/ssh/sshd_config", at: 1_795_238_521 },
});

testControl(sshRunningIsConfigured, {
  holds: {
    "Debian 12 and Ubuntu 24.04 after a start": { facts: { running: running(1_795_240_000) } },
    "reloaded in the same second": { facts: { running: running(1_795_238_521) } },
  },
  broken: {
    "changed and not reloaded": {
      facts: { running: running(1_795_238_519) },
      because: /sshd_config changed 2 seconds after/,
    },
    "updated and not restarted": { facts: { running: running(1_795_240_000, false) }, because: /newer/ },
  },
});
