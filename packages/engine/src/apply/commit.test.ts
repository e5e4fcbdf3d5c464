import { describe, expect, it } from "vitest";
import { hex } from "../host/request.ts";
import type { SshTarget } from "../targets/ssh.ts";
import { commit, type Committed } from "./commit.ts";

const journal = "20261121T100000Z-0000";

/** A host whose rehearsal fails: what it answers to being told to take the change back, and to being looked at. */
async function failed(
  back: string,
  state = "",
): Promise<{ readonly committed: Committed; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const answers: Readonly<Record<string, string>> = {
    begin: `armed\t${journal}\n`,
    rehearse: `failed\t${hex("sshd says: no")}\n`,
    rollback: back,
    status: `journal\t${journal}\t${hex(state)}\t\t\nend\n`,
  };
  const target: SshTarget = {
    id: "app-1",
    reached: "ssh app-1",
    connect: () => Promise.resolve({ connected: true }),
    run(script) {
      const [, action = "", argument = ""] =
        /perl (?:\S+host\.pl|\/dev\/fd\/3) (\w+) ?([\w-]*) ?3?<</.exec(script) ?? [];
      asked.push(`${action} ${argument}`.trim());
      const stdout = Buffer.from(answers[action] ?? "");
      return Promise.resolve({ state: "ended", stdout, stderr: "", status: 0, cut: false });
    },
    close: () => Promise.resolve(),
    usePassword: () => undefined,
    throughTo: () => "",
    hostKey: () => "",
  };
  const committed = await commit({
    ...{
      target,
      route: { login: { user: "ada", address: "192.0.2.1", port: 22 }, via: [] },
      password: undefined,
      attemptHost: undefined,
      request: "",
      seconds: 120,
    },
    directory: "/nonexistent",
  });
  return { committed, asked };
}

describe("a change that fails", () => {
  it("asks the host to take back this change, and no other", async () => {
    const { asked } = await failed(`back\t${journal}\n`);
    expect(asked).toEqual(["begin", `rehearse ${journal}`, `rollback ${journal}`]);
  });

  it.each<[string, string, string, Partial<Committed>]>([
    ["is taken back", `back\t${journal}\n`, "", { state: "taken back" }],
    [
      "comes back in part",
      `partly\t${journal}\t${hex("no room")}\n`,
      "",
      { state: "partly taken back", left: ["no room"] },
    ],
    ["was taken back by the host itself", "nothing\n", "taken back", { state: "taken back" }],
    ["came back in part by itself", "nothing\n", "partly taken back", { state: "partly taken back", left: [] }],
    ["stands, for the host heard the confirmation", "nothing\n", "confirmed", { state: "confirmed", ways: [] }],
    ["goes by itself, while the host does not answer", "", "armed", { state: "will be taken back", within: 120 }],
    ["is not known to the host", "nothing\n", "", { state: "will be taken back" }],
  ])("%s", async (_name, back, state, wanted) => {
    const { committed } = await failed(back, state);
    expect(committed).toMatchObject({ journal, ...wanted });
    if (committed.state !== "confirmed") expect(committed).toMatchObject({ because: "sshd says: no" });
  });
});
