import type { SshdRunning } from "../../facts/sshd-running.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshNoHiddenOptions } from "./ssh-no-hidden-options.ts";

const running = (commandLine: string, ...others: readonly string[]): SshdRunning => ({
  others,
  daemon: { loaded: 2, programOnDisk: true, commandLine },
  changed: { path: "/etc/ssh/sshd_config", at: 1 },
});

testControl(sshNoHiddenOptions, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { running: running("sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups") },
    },
    "with the usual file by its name": {
      facts: { running: running("sshd: /usr/sbin/sshd -D -f /etc/ssh/sshd_config [listener] 0 of 10-100 startups") },
    },
    "started by hand": { facts: { running: running("/usr/sbin/sshd") } },
  },
  broken: {
    "a port beside the files": {
      facts: {
        running: running("sshd: /usr/sbin/sshd -p 2299 -o ListenAddress=127.0.0.1 [listener] 0 of 10-100 startups"),
      },
      because: /-p 2299 -o ListenAddress/,
    },
    "a second one with a file of its own": {
      facts: {
        running: running(
          "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups",
          "sshd: /usr/sbin/sshd -f /etc/ssh/other -p 2222 [listener] 0 of 10-100 startups",
        ),
      },
      because: /-f \/etc\/ssh\/other -p 2222/,
    },
    "a file beside the usual one": { facts: { running: running("/usr/sbin/sshd -f /etc/ssh/sshd_config.old") } },
    "keys from the console of a cloud": {
      facts: {
        running: running(
          "sshd: /usr/sbin/sshd -D -o AuthorizedKeysCommand=/usr/share/keys %u -o AuthorizedKeysCommandUser=keys [listener] 0 of 10-100 startups",
        ),
      },
      because: /AuthorizedKeysCommand/,
    },
  },
});
