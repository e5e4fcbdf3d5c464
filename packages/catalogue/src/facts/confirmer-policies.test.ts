import { testFact } from "../../testing/test-fact.ts";
import { confirmerPolicies } from "./confirmer-policies.ts";

// as a confirmer printed it that a test had started
const text = `policy {"approvals":0,"approvers":[],"evaluationsPerEpoch":10000,"expires":"2099-01-01T00:00:00Z","hostKey":"cZ69tyUADqEPBF0UF21umI43KOGLlBLYOxAoyz_-zqk","kid":"QqXZrd-9BCpar0LCRH5Dtw","lease":900,"maximumOpens":1000000,"proxies":[],"purposes":["start"],"rate":{"opens":1000,"seconds":1},"sources":["127.0.0.1/32"],"version":1,"windows":[]}\n`;
const seen = {
  ...{ kid: "QqXZrd-9BCpar0LCRH5Dtw", sources: ["127.0.0.1/32"], purposes: ["start"] },
  ...{ approvals: 0, expires: "2099-01-01T00:00:00Z" },
};
const today = "2026-11-22";

testFact(confirmerPolicies, {
  "a key that a confirmer made": {
    outputs: { policies: `today ${today}\n${text}end\n` },
    gives: { policies: [seen], today },
  },
  "no confirmer, or one with PostgreSQL": {
    outputs: { policies: `today ${today}\nend\n` },
    gives: { policies: [], today },
  },
  "sqlite3 is not installed": { outputs: { policies: { status: 127 } }, unreadable: /sqlite3/ },
  "a policy of another form": {
    outputs: { policies: `today ${today}\npolicy {"kid":"x"}\nend\n` },
    unreadable: /form/,
  },
  "another program holds the database": {
    outputs: { policies: { stdout: `today ${today}\n`, status: 1 } },
    unreadable: /status 1/,
  },
});
