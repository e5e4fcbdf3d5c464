import type { Observation } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { askTwice } from "./ask-twice.ts";
import { failed } from "./probe-runner.ts";
import type { ProbeTask } from "./prober.ts";
import { turnedAway } from "./ssh-command.ts";

const task = (account: string): ProbeTask => ({
  probe: { kind: "ssh-greeting", account, family: 4 },
  place: { address: "192.0.2.1", port: 22, identities: [], knownHosts: "", usual: [] },
});
const greeting = {
  ...{ kind: "ssh-greeting", banner: "OpenSSH_9.2p1", kex: ["curve25519-sha256"], hostKeyAlgorithms: [] },
  ...{ ciphers: [], macs: [], hostKey: "", methods: ["publickey"], opened: false, negotiated: true },
} as const satisfies Observation;

/** A server that answers each account with what is next in its list. */
function server(answers: Readonly<Record<string, readonly Observation[]>>) {
  const asked: string[][] = [];
  const left = new Map(Object.entries(answers).map(([account, all]): [string, Observation[]] => [account, [...all]]));
  const ask = (some: readonly ProbeTask[]): Promise<readonly Observation[]> => {
    const accounts = some.map(({ probe }) => ("account" in probe ? probe.account : ""));
    asked.push(accounts);
    return Promise.resolve(accounts.map((account) => left.get(account)?.shift() ?? failed("asked too often")));
  };
  return { asked, ask };
}

const noPause = (): Promise<void> => Promise.resolve();

describe("a server that breaks off is asked once more", () => {
  it.each([
    ["turned away by a crowded sshd", turnedAway],
    ["hung up on after the keys were agreed", { ...greeting, methods: [] }],
  ] as const)("%s", async (_name, first) => {
    const { asked, ask } = server({ ada: [greeting], bo: [first, greeting], cy: [greeting] });
    const seen = await askTwice([task("ada"), task("bo"), task("cy")], ask, undefined, noPause);
    expect(seen).toEqual([greeting, greeting, greeting]);
    expect(asked).toEqual([["ada", "bo", "cy"], ["bo"]]);
  });

  it("and no third time: what it does then stands", async () => {
    const { asked, ask } = server({ ada: [turnedAway, turnedAway, greeting] });
    expect(await askTwice([task("ada")], ask, undefined, noPause)).toEqual([turnedAway]);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ["an answer", greeting],
    ["a closed port", { kind: "closed", because: "the port refuses connections" }],
    ["no algorithm in common", { ...greeting, negotiated: false, methods: [] }],
    ["a vantage without ssh", failed("there is no ssh client at this vantage")],
  ] as const)("%s is not asked again", async (_name, first) => {
    const { asked, ask } = server({ ada: [first] });
    expect(await askTwice([task("ada")], ask, undefined, noPause)).toEqual([first]);
    expect(asked).toHaveLength(1);
  });

  it("nobody asks on after Ctrl-C", async () => {
    const { asked, ask } = server({ ada: [turnedAway] });
    expect(await askTwice([task("ada")], ask, AbortSignal.abort(), noPause)).toEqual([turnedAway]);
    expect(asked).toHaveLength(1);
  });
});
