import { testControl } from "../../../testing/test-control.ts";
import { greeting } from "../../../testing/ssh-observations.ts";
import { sshNoHostBased } from "./ssh-no-host-based.ts";

testControl(sshNoHostBased, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": {
      facts: {
        sshd: {
          byAccount: {
            ada: { hostbasedauthentication: "no", ignorerhosts: "yes" },
            root: { hostbasedauthentication: "no", ignorerhosts: "yes" },
          },
        },
      },
    },
  },
  broken: {
    "other hosts are trusted": {
      facts: {
        sshd: {
          byAccount: {
            ada: { hostbasedauthentication: "yes", ignorerhosts: "yes" },
            root: { hostbasedauthentication: "yes", ignorerhosts: "yes" },
          },
        },
      },
      because: /hostbased/,
    },
    "files in homes may name trusted hosts": {
      facts: {
        sshd: {
          byAccount: {
            ada: { hostbasedauthentication: "no", ignorerhosts: "no" },
            root: { hostbasedauthentication: "no", ignorerhosts: "no" },
          },
        },
      },
      because: /ignorerhosts no/,
    },
    "only system-wide trust": {
      facts: {
        sshd: {
          byAccount: {
            ada: { hostbasedauthentication: "no", ignorerhosts: "shosts-only" },
            root: { hostbasedauthentication: "no", ignorerhosts: "shosts-only" },
          },
        },
      },
      because: /shosts/,
    },
    "sshd does not say": { facts: { sshd: { byAccount: { ada: {}, root: {} } } }, because: /not set/ },
  },
  attempt: {
    succeeds: { "hostbased is offered": [greeting({ methods: ["publickey", "hostbased"] })] },
    refused: { "it is not": [greeting()] },
  },
});
