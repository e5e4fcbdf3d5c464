import { testFact } from "../../testing/test-fact.ts";
import { programRestarts } from "./program-restarts.ts";

testFact(programRestarts, {
  "Debian 12 as installed": {
    outputs: { needrestart: "available\nend\n" },
    gives: { installed: false, available: true },
  },
  "no package lists": { outputs: { needrestart: "end\n" }, gives: { installed: false } },
  "installed, its file as it comes": { outputs: { needrestart: "installed\nend\n" }, gives: { installed: true } },
  "a later file wins": {
    outputs: {
      needrestart: "installed\nrestart $nrconf{restart} = 'l';\nrestart $nrconf{restart} = 'a';\nend\n",
    },
    gives: { installed: true, mode: "restarts" },
  },
  "in double quotes": {
    outputs: { needrestart: 'installed\nrestart   $nrconf{restart}="i"; # ask\nend\n' },
    gives: { installed: true, mode: "asks" },
  },
  "a program instead of a word": {
    outputs: { needrestart: "installed\nrestart $nrconf{restart} = lc($ENV{MODE});\nend\n" },
    gives: { installed: true },
  },
  "cut in the middle": { outputs: { needrestart: "installed\nrestart $nrconf{" }, unreadable: /./ },
});
