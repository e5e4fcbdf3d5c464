import { describe, expect, it } from "vitest";
import type { Ran, Target } from "../targets/target.ts";
import { runReads } from "./run-reads.ts";

const limits = { seconds: 5, bytes: 1e6 };
const read = { argv: ["id"], root: false } as const;

function answering(ran: Partial<Extract<Ran, { state: "ended" }>>): Target {
  const ended = { state: "ended", stdout: Buffer.alloc(0), stderr: "", status: 0, cut: false, ...ran } as const;
  return {
    id: "host",
    reached: "a test",
    connect: () => Promise.resolve({ connected: true }),
    run: () => Promise.resolve(ended),
    close: () => Promise.resolve(),
  };
}

describe("a host whose shell does not answer", () => {
  it.each([
    [
      "nologin, on standard output",
      { stdout: Buffer.from("This account is currently not available.\n") },
      /: This account is currently not available\.$/,
    ],
    ["no such shell, on standard error", { stderr: "Warning\nsh: not found\n" }, /: sh: not found$/],
    ["noise", { stdout: Buffer.from([0x80, 0x1b, 0x5b, 0x32, 0x4a, 0xff]) }, /^no shell answered: binary noise$/],
    ["silence", {}, /^no shell answered$/],
    ["an end that we made", { interrupted: "no end after 5 s" }, /^no end after 5 s$/],
  ])("%s: every read says why", async (_name, ran, because) => {
    const run = await runReads(answering(ran), [read], { as: "root" }, limits);
    expect(run.outputOf(read)).toMatch(because);
    expect(run.incomplete).toMatch(because);
    expect(run.uid).toBeUndefined();
  });

  it("passes on that sudo refused", async () => {
    const run = await runReads(
      answering({ refused: "sudo does not take the password" }),
      [read],
      { as: "root" },
      limits,
    );
    expect(run.refused).toBe("sudo does not take the password");
  });
});

it("sends an auditor's login the nonce alone, and says what its collector does not read", async () => {
  const sent: { script: string; as: string }[] = [];
  const collector: Target = {
    ...answering({}),
    run(script, { as }) {
      sent.push({ script, as });
      const nonce = script.trim();
      return Promise.resolve({
        ...{ state: "ended", stderr: "", status: 0, cut: false },
        stdout: Buffer.from(`${nonce} begin 0 1700000000\n\n${nonce} done\n`),
      });
    },
  };
  const run = await runReads(collector, [read], { as: "auditor" }, limits);
  expect(sent).toEqual([{ script: expect.stringMatching(/^[0-9a-f]{32}\n$/), as: "login" }]);
  expect(run).toMatchObject({ uid: 0 });
  expect(run.incomplete).toBeUndefined();
  expect(run.outputOf(read)).toMatch(/made for another service file; hint: run secondlock harden/);
});
