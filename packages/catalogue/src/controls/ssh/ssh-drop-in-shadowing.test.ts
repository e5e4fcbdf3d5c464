import type { SshdConfig, SshdLine } from "../../facts/sshd-config.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshDropInShadowing } from "./ssh-drop-in-shadowing.ts";

const at = (file: string, keyword: string, value: string, underMatch = false): SshdLine => ({
  file: `/etc/ssh/${file}`,
  line: 1,
  keyword,
  value,
  underMatch,
});
const config = (...lines: readonly SshdLine[]): SshdConfig => ({
  lines,
  files: [],
  directories: [],
  cases: [],
  complete: true,
});
const include = at("sshd_config", "include", "/etc/ssh/sshd_config.d/*.conf");

testControl(sshDropInShadowing, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { config: config(include, at("sshd_config", "usepam", "yes"), at("sshd_config", "x11forwarding", "yes")) },
    },
    "the same value twice": {
      facts: {
        config: config(
          at("sshd_config.d/50-cloud-init.conf", "passwordauthentication", "no"),
          at("sshd_config", "passwordauthentication", "No"),
        ),
      },
    },
    "our own drop-in means to override": {
      facts: {
        config: config(
          at("sshd_config.d/00-secondlock.conf", "x11forwarding", "no", true),
          at("sshd_config", "x11forwarding", "yes"),
        ),
      },
    },
    "the drop-in of the second factor means to override as well": {
      facts: {
        config: config(
          at("sshd_config.d/00-secondlock-second-factor.conf", "kbdinteractiveauthentication", "no", true),
          at("sshd_config.d/60-weak.conf", "kbdinteractiveauthentication", "yes"),
          at("sshd_config", "kbdinteractiveauthentication", "no"),
        ),
      },
    },
    "a Match block of its own": {
      facts: {
        config: config(at("sshd_config", "x11forwarding", "yes"), at("sshd_config", "x11forwarding", "no", true)),
      },
    },
    "keywords that add up": {
      facts: { config: config(at("sshd_config", "port", "22"), at("sshd_config", "port", "2222")) },
    },
  },
  broken: {
    "what our drop-in says of one account overrides nothing for the others": {
      facts: {
        config: config(
          at("sshd_config.d/00-secondlock-auditor.conf", "kbdinteractiveauthentication", "no", true),
          at("sshd_config.d/60-weak.conf", "kbdinteractiveauthentication", "yes"),
          at("sshd_config", "kbdinteractiveauthentication", "no"),
        ),
      },
      because: /60-weak\.conf:1 says yes and is read first/,
    },
    "Ubuntu 24.04 in the cloud turns passwords on": {
      facts: {
        config: config(
          include,
          at("sshd_config.d/50-cloud-init.conf", "passwordauthentication", "yes"),
          at("sshd_config", "passwordauthentication", "no"),
        ),
      },
      because: /50-cloud-init\.conf:1 says yes and is read first/,
    },
    "settings added at the end, as CIS scripts do": {
      facts: { config: config(at("sshd_config", "x11forwarding", "yes"), at("sshd_config", "x11forwarding", "no")) },
    },
    "under its old name": {
      facts: {
        config: config(
          at("sshd_config", "kbdinteractiveauthentication", "yes"),
          at("sshd_config", "challengeresponseauthentication", "no"),
        ),
      },
    },
  },
});
