import { expect, it } from "vitest";
import { theHost } from "@secondlock/model";
import { exampleHost } from "../../../testing/example-host.ts";
import { testControl } from "../../../testing/test-control.ts";
import { configNotInRepository } from "./config-not-in-repository.ts";

const config = "/usr/local/application/config";
const there = [config];
const tree = "/usr/local/application";

testControl(configNotInRepository, {
  holds: { "in a folder of its own": { facts: { trees: { there, repositories: [] } } } },
  broken: {
    "deployed by git clone, and ignored by git": {
      facts: { trees: { there, repositories: [{ config, tree, tracked: false }] } },
      because: /in \/usr\/local\/application$/,
    },
    "committed as well": {
      facts: { trees: { there, repositories: [{ config, tree, tracked: true }] } },
      because: /committed/,
    },
  },
  notApplicable: { "Debian 12 as installed, no configuration declared": { application: undefined as never } },
});

it("cannot tell when the declared configuration is not there", () => {
  const verdict = configNotInRepository.verdict({ trees: { there: [], repositories: [] } }, exampleHost(), theHost);
  expect(verdict).toMatchObject({ inside: "unreadable" });
});
