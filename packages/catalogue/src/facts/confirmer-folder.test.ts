import { testFact } from "../../testing/test-fact.ts";
import { confirmerFiles, confirmerFolder, confirmerLogVerified } from "./confirmer-folder.ts";

const now = "2026-11-22T20:00:00Z";

testFact(confirmerFiles, {
  "no confirmer": { outputs: { files: "end\u0000" }, gives: { files: [], complete: true } },
  "the embedded default": {
    outputs: {
      files: `700 root root d ${confirmerFolder}\u0000600 root root f ${confirmerFolder}.master-key\u0000end\u0000`,
    },
    gives: {
      files: [
        { path: confirmerFolder, mode: 0o700, owner: "root", group: "root", kind: "directory" },
        { path: `${confirmerFolder}.master-key`, mode: 0o600, owner: "root", group: "root", kind: "file" },
      ],
      complete: true,
    },
  },
});

testFact(confirmerLogVerified, {
  "verified this morning": {
    outputs: { verified: `verified {"at":"2026-11-22T03:00:00Z","hash":"AAAA","size":7}\nnow ${now}\nend\n` },
    gives: { at: "2026-11-22T03:00:00Z", now },
  },
  never: { outputs: { verified: `now ${now}\nend\n` }, gives: { now } },
  "a note that is none": {
    outputs: { verified: `verified {"at":"soon","size":7}\nnow ${now}\nend\n` },
    gives: { now },
  },
  "cut off": { outputs: { verified: `now ${now}\n` }, unreadable: /stops before its end/ },
});
