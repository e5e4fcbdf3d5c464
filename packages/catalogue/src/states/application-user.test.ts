import { describe, expect, it } from "vitest";
import { brought } from "../../testing/brought.ts";
import { ada, exampleHost } from "../../testing/example-host.ts";
import type { ApplicationAccount } from "../facts/application-account.ts";
import { applicationUserLocked } from "./application-user.ts";

const good: ApplicationAccount = { uid: 998, shell: "/bin/false", password: "locked", groups: [], runsAs: [] };
const { uid: _uid, ...gone } = good;

describe("the account of the application", () => {
  it.each([
    ["as it should be", good, []],
    ["not there", { ...gone, shell: "" }, [{ make: "service", password: "locked" }]],
    ["with a shell", { ...good, shell: "/bin/sh" }, [{ shell: "/usr/sbin/nologin" }]],
    [
      "with a password, in docker",
      { ...good, password: "set", groups: ["docker", "shop"] },
      [{ password: "locked", outOf: ["docker"] }],
    ],
    ["root by another name", { ...good, uid: 0, shell: "/bin/sh" }, []],
  ] as const)("%s", (_name, one, wanted) => {
    const found = brought([applicationUserLocked(exampleHost())], one);
    expect(found.map((change) => change.kind === "account" && change.wanted)).toEqual(wanted);
  });

  it("never closes a person's account", () => {
    const host = exampleHost({ application: { user: ada.account, directory: "/srv/shop", config: [], tlsKeys: [] } });
    const state = applicationUserLocked(host);
    expect(brought([state], { ...good, shell: "/bin/bash" })).toEqual([]);
    expect(state.notes?.(good)).toMatchObject([expect.stringContaining("person")]);
  });
});
