import type { FileChange, HostWanted } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import type { Enrolment } from "../facts/second-factors.ts";
import { secondFactorRequired } from "./second-factor-required.ts";

const person = (name: string, keys: readonly string[] = ["ssh-ed25519 AAAA"]): HostWanted["admins"][number] => ({
  ...{ name, account: name, keys, keyHome: `${name}-laptop`, admin: ["app-1"] },
});
const enrolled = (account: string, changes: Partial<Enrolment> = {}): Enrolment => ({
  ...{ account, mode: 0o400, owner: account, options: ["DISALLOW_REUSE"], emergencyCodes: 5 },
  ...changes,
});
const team = (changes: Partial<HostWanted> = {}): HostWanted =>
  exampleHost({
    admins: [person("ada"), person("ben")],
    ssh: { user: "ada", address: "198.51.100.7", port: 22 },
    ...changes,
  });

function dropIn(wanted: HostWanted, enrolments: readonly Enrolment[]): string {
  const state = secondFactorRequired(wanted);
  const changes = state.bring?.(state.settings, enrolments) ?? [];
  const file = changes.find(
    (change): change is FileChange => change.kind === "file" && change.path.includes("sshd_config.d"),
  );
  return file?.content(undefined) ?? "";
}

/** The methods that the first block which names the account gives it. */
function asked(text: string, account: string): string {
  const block = text
    .split(/^(?=Match )/m)
    .find((one) => new RegExp(`^Match (all|User (\\S+,)?${account}(,\\S+)?)$`, "m").test(one));
  const method = /AuthenticationMethods (\S+)/.exec(block ?? "")?.[1] === "publickey" ? "key" : "key and code";
  return block?.includes("google-authenticator") === true ? "enrol only" : method;
}

describe("who is asked for a code", () => {
  const due = { secondFactorDue: true };
  it.each([
    ["nobody is enrolled", team(), [], { ada: "key", ben: "key", root: "key" }],
    ["one is, during the period", team(), ["ada"], { ada: "key and code", ben: "key", root: "key" }],
    ["all are", team(), ["ada", "ben"], { ada: "key and code", ben: "key and code", root: "key and code" }],
    ["the day has come", team(due), ["ada"], { ada: "key and code", ben: "enrol only", root: "key and code" }],
    ["the day has come for nobody", team(due), [], { ada: "key", ben: "key", root: "key" }],
    ["the day has come for the login that changes it", team(due), ["ben"], { ada: "key", ben: "key and code" }],
  ])("%s", (_name, wanted, accounts, expected) => {
    const text = dropIn(
      wanted,
      accounts.map((account) => enrolled(account)),
    );
    expect(Object.fromEntries(Object.keys(expected).map((account) => [account, asked(text, account)]))).toEqual(
      expected,
    );
    expect(text).not.toMatch(/PasswordAuthentication yes|nullok/);
  });

  it.each([
    ["readable for others", { mode: 0o444 }],
    ["executable", { mode: 0o500 }],
    ["somebody else's", { owner: "root" }],
  ])("a file that the module would refuse is no enrolment: %s", (_name, changes) => {
    expect(asked(dropIn(team(), [enrolled("ada", changes)]), "ada")).toBe("key");
  });

  it("a person with keys in hardware only is enrolled by them, and their PIN is asked for", () => {
    const cara = person("cara", ["sk-ssh-ed25519@openssh.com AAAA", "sk-ecdsa-sha2-nistp256@openssh.com AAAA"]);
    const text = dropIn(team({ admins: [person("ada"), cara] }), [enrolled("ada")]);
    expect(text).toMatch(
      /^Match User cara\n(  .*\n)*  PubkeyAuthOptions verify-required\n  PubkeyAcceptedAlgorithms sk-/m,
    );
    expect(asked(text, "root")).toBe("key and code");
    expect(dropIn(team({ admins: [person("dan", ["ssh-rsa AAAA", ...cara.keys])] }), [])).not.toContain(
      "verify-required",
    );
  });
});

it("leaves PAM alone while nobody is asked for a code", () => {
  const kinds = (enrolments: readonly Enrolment[]): readonly string[] | undefined => {
    const state = secondFactorRequired(team());
    return state.bring?.(state.settings, enrolments).map((change) => ("path" in change ? change.path : change.kind));
  };
  expect(kinds([])).toEqual(["/etc/ssh/sshd_config.d/00-secondlock-second-factor.conf"]);
  expect(kinds([enrolled("ada")])).toEqual(["package", "/etc/pam.d/sshd", expect.stringContaining("sshd_config.d")]);
});

it("changes nothing about who is enrolled", () => {
  const state = secondFactorRequired(team());
  expect(state.settle([enrolled("ada")])).toEqual([enrolled("ada")]);
});
