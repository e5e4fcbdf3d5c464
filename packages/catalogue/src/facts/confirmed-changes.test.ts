import { testFact } from "../../testing/test-fact.ts";
import { confirmedChanges } from "./confirmed-changes.ts";

testFact(confirmedChanges, {
  "a host that was hardened twice": {
    outputs: { changes: "20261121T131002Z-0000 taken back\n20261121T131102Z-0001 confirmed\nend\n" },
    gives: [
      { id: "20261121T131002Z-0000", state: "taken back" },
      { id: "20261121T131102Z-0001", state: "confirmed" },
    ],
  },
  "a host that Secondlock never changed": { outputs: { changes: "end\n" }, gives: [] },
  "cut short": { outputs: { changes: "20261121T131002Z-0000 confirmed\n" }, unreadable: /to their end/ },
});
