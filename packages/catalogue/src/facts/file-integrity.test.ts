import { testFact } from "../../testing/test-fact.ts";
import { fileIntegrityState } from "./file-integrity.ts";

testFact(fileIntegrityState, {
  "a Debian 12 that followed the old guide": {
    outputs: { aide: "installed\nnow 1795240646\ndaily\ndaily\nend\n" },
    gives: { installed: true, daily: true },
  },
  "aide can be had, and nothing is there yet": {
    outputs: { aide: "available\nnow 1795240646\nend\n" },
    gives: { installed: false, available: true, daily: false },
  },
  "the database is being made": {
    outputs: { aide: "installed\nnow 1795240646\ndaily\nbaseline activating\nend\n" },
    gives: { installed: true, daily: true, baseline: "making" },
  },
  "the unit of ours has failed": {
    outputs: { aide: "installed\nnow 1795240646\ndatabase 1795240000\nbaseline failed\nend\n" },
    gives: { installed: true, daily: false, databaseDays: 0, baseline: "failed" },
  },
  "stopped half way": { outputs: { aide: "installed\nnow 1795240646\ndaily\ndaily\n" }, unreadable: /before its end/ },
});
