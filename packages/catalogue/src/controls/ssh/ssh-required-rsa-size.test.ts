import { testControl } from "../../../testing/test-control.ts";
import { sshRequiredRsaSize } from "./ssh-required-rsa-size.ts";

testControl(sshRequiredRsaSize, {
  holds: {
    "2048 bits": {
      facts: { sshd: { byAccount: { ada: { requiredrsasize: "2048" }, root: { requiredrsasize: "2048" } } } },
    },
    "3072 bits": {
      facts: { sshd: { byAccount: { ada: { requiredrsasize: "3072" }, root: { requiredrsasize: "3072" } } } },
    },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { requiredrsasize: "1024" }, root: { requiredrsasize: "1024" } } } },
      because: / 1024/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
