import { testFact } from "../../testing/test-fact.ts";
import { throttling } from "./throttling.ts";

testFact(throttling, {
  "a Debian 12 that followed the old guide": {
    outputs: { limits: "fail2ban stopped\nend\n", sshd: "version\t9.2\npenalties\t\nend\n" },
    gives: { fail2ban: "stopped", sees: [], crowdsec: false, firewall: false },
  },
  "OpenSSH 9.8, which penalises by itself": {
    outputs: { limits: "end\n", sshd: "penalties\tcrash:90 authfail:5 noauth:1\nend\n" },
    gives: { sees: [], penalties: "crash:90 authfail:5 noauth:1", crowdsec: false, firewall: false },
  },
  "no SSH server": {
    outputs: { limits: "end\n", sshd: "absent\nend\n" },
    gives: { sees: [], crowdsec: false, firewall: false },
  },
  "stopped half way": { outputs: { limits: "fail2ban stopped\n", sshd: "end\n" }, unreadable: /before its end/ },
  "sshd's part stopped half way": { outputs: { limits: "end\n", sshd: "penalties\t" }, unreadable: /before its end/ },
});
