import type { SshdConfig, SshdLine } from "../../facts/sshd-config.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshConfigValid } from "./ssh-config-valid.ts";

const good = { valid: true, said: [], version: "9.2" };
const config = (...lines: readonly SshdLine[]): SshdConfig => ({
  lines,
  files: [],
  directories: [],
  cases: [],
  complete: true,
});
const line = (keyword: string, value: string): SshdLine => ({
  file: "/etc/ssh/sshd_config",
  line: 3,
  keyword,
  value,
  underMatch: false,
});

testControl(sshConfigValid, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: { check: good, config: config(line("usepam", "yes")) } },
    "Protocol 2 from an old guide": { facts: { check: good, config: config(line("protocol", "2")) } },
  },
  broken: {
    "a line of an old guide": {
      facts: {
        check: { ...good, said: ["/etc/ssh/sshd_config line 9: Deprecated option UsePrivilegeSeparation"] },
        config: config(),
      },
      because: /Deprecated/,
    },
    "sshd would not start": {
      facts: {
        check: { ...good, valid: false, said: ["/etc/ssh/sshd_config: terminating, 1 bad configuration options"] },
        config: config(),
      },
    },
    "refused without a word": { facts: { check: { ...good, valid: false }, config: config() }, because: /refuses/ },
    "Protocol 1 passes sshd -t": {
      facts: { check: good, config: config(line("protocol", "1")) },
      because: /config:3 says Protocol 1/,
    },
    "Protocol 2,1": { facts: { check: good, config: config(line("protocol", "2,1")) } },
  },
});
