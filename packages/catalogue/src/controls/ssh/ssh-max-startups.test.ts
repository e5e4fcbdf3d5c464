import { testControl } from "../../../testing/test-control.ts";
import { sshMaxStartups } from "./ssh-max-startups.ts";

testControl(sshMaxStartups, {
  holds: {
    "as few as CIS asks for": {
      facts: { sshd: { byAccount: { ada: { maxstartups: "10:30:60" }, root: { maxstartups: "10:30:60" } } } },
    },
  },
  broken: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: { sshd: { byAccount: { ada: { maxstartups: "10:30:100" }, root: { maxstartups: "10:30:100" } } } },
      because: /100/,
    },
    "a single number": { facts: { sshd: { byAccount: { ada: { maxstartups: "10" }, root: { maxstartups: "10" } } } } },
    "no number at all": {
      facts: { sshd: { byAccount: { ada: { maxstartups: "a:b:c" }, root: { maxstartups: "a:b:c" } } } },
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
});
