import { unreadable } from "@secondlock/model";
import { hostKeys, leftInClear, noFiles, openerUnit, sealedFiles } from "../../../testing/sealed-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { environmentFilesSealed } from "./environment-files-sealed.ts";

const keys = hostKeys();
const nowhere = { sealed: [] };

testControl(environmentFilesSealed, {
  holds: {
    "sealed, and the keys for root only": {
      facts: { files: sealedFiles(), keys, units: [] },
      because: /\.env\.sealed/,
    },
    "what is left in clear says nothing": {
      facts: {
        files: sealedFiles({ plain: [{ path: "/srv/shop/.env", names: ["NODE_ENV", "PORT"] }] }),
        keys,
        units: [],
      },
    },
    "systemd delivers the keys": {
      facts: {
        files: sealedFiles(),
        keys: noFiles,
        units: [openerUnit({ credentials: { local: "tpm", signing: "tpm" } })],
      },
    },
    "what is declared is in it": {
      facts: { files: sealedFiles(), keys, units: [] },
      wanted: { sealed: [{ path: ".env.sealed", confirmers: [], rotate: [{ name: "STRIPE_KEY", every: 90 }] }] },
    },
  },
  broken: {
    "a plain .env, as frameworks tell everybody to make": {
      facts: { files: sealedFiles({ ...nowhere, plain: [leftInClear] }), keys: noFiles, units: [] },
      because: /^in clear: \/srv\/shop\/\.env \(STRIPE_KEY\)$/,
    },
    "the plain one was kept beside the sealed one": {
      facts: { files: sealedFiles({ plain: [leftInClear] }), keys, units: [] },
      because: /beside \/srv\/shop\/\.env\.sealed/,
    },
    "the application's group reads a key": {
      facts: { files: sealedFiles(), keys: hostKeys({ mode: 0o440, group: "application" }), units: [] },
      because: /local\.key \(0440/,
    },
    "the keys belong to the application": {
      facts: { files: sealedFiles(), keys: hostKeys({ owner: "application" }), units: [] },
      because: /belongs to the application/,
    },
    "a line was changed by somebody who may not": {
      facts: {
        files: sealedFiles({
          sealed: [
            {
              path: "/srv/shop/.env.sealed",
              structure: unreadable("lines were changed after the last one was signed"),
            },
          ],
        }),
        keys,
        units: [],
      },
      because: /changed/,
    },
  },
  undecided: {
    "nothing is where it usually lies": {
      facts: { files: sealedFiles(nowhere), keys: noFiles, units: [] },
      because: /usually/,
    },
    "more files than were looked into": { facts: { files: sealedFiles({ complete: false }), keys, units: [] } },
    "systemd delivers one of two keys": {
      facts: { files: sealedFiles(), keys: noFiles, units: [openerUnit({ credentials: { local: "tpm" } })] },
    },
    "the folder of the keys was not read to its end": {
      facts: { files: sealedFiles(), keys: { ...keys, complete: false }, units: [] },
    },
    "the keys are somewhere else": {
      facts: { files: sealedFiles(), keys: noFiles, units: [] },
      because: /keys are not in/,
    },
    "a declared secret is not in it": {
      facts: { files: sealedFiles(), keys, units: [] },
      wanted: { sealed: [{ path: ".env.sealed", confirmers: [], rotate: [{ name: "API_KEY" }] }] },
      because: /API_KEY/,
    },
  },
  attempt: {
    succeeds: { "the key opens": [{ kind: "ordinary-command", status: 0, output: "open\n" }] },
    refused: { "the folder is closed": [{ kind: "ordinary-command", status: 1, output: "" }] },
    inconclusive: { "there are no keys": [{ kind: "ordinary-command", status: 77, output: "" }] },
  },
});
