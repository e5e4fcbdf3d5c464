import { sealedShopPin } from "../../testing/sealed-recordings.ts";
import { testFact } from "../../testing/test-fact.ts";
import { keysFolder, sealedKeys, sealedPins } from "./sealed-keys.ts";

const root = { owner: "root", group: "root" };

testFact(sealedKeys, {
  "as createHostKeys makes them": {
    outputs: {
      files: `700 root root d ${keysFolder}\u0000400 root root f ${keysFolder}/local.key\u0000400 root root f ${keysFolder}/signing.key\u0000end\u0000`,
    },
    gives: {
      files: [
        { ...root, path: keysFolder, mode: 0o700, kind: "directory" },
        { ...root, path: `${keysFolder}/local.key`, mode: 0o400, kind: "file" },
        { ...root, path: `${keysFolder}/signing.key`, mode: 0o400, kind: "file" },
      ],
      complete: true,
    },
  },
  "a host that opens nothing": { outputs: { files: "end\u0000" }, gives: { files: [], complete: true } },
});

testFact(sealedPins, {
  "one file was opened here": {
    outputs: { pins: `pin ${JSON.stringify(sealedShopPin)}\nend\n` },
    gives: [sealedShopPin],
  },
  "a pin that was changed by hand counts for nothing": {
    outputs: { pins: `pin ${JSON.stringify({ ...sealedShopPin, sequence: 0 })}\npin {\nend\n` },
    gives: [],
  },
  "cut off": { outputs: { pins: `pin ${JSON.stringify(sealedShopPin)}\n` }, unreadable: /stops before its end/ },
});
