import { testFact } from "../../testing/test-fact.ts";
import { throttling } from "./throttling.ts";

testFact(throttling, {
  "a Debian 12 that followed the old guide": {
    outputs: { limits: "fail2ban stopped\nend\n" },
    gives: { fail2ban: "stopped", sees: [], crowdsec: false, firewall: false },
  },
  "stopped half way": { outputs: { limits: "fail2ban stopped\n" }, unreadable: /before its end/ },
});
