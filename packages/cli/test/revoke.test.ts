import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeConfirmer } from "@secondlock/vault/file";
import { type Confirming, must, startConfirming } from "@secondlock/vault/testing";
import { afterEach, describe, expect, it } from "vitest";
import { folder, type Said, secondlock } from "./command.ts";
import { becomes } from "./sealed-desk.ts";

const running: Confirming[] = [];
const stop = async (): Promise<void> => void (await Promise.all(running.splice(0).map((each) => each.stop())));
afterEach(stop);

/** Ada's desk with a file that is sealed for her laptop, and a copy of it: older.sealed. */
interface Desk {
  readonly ada: (...args: readonly string[]) => Promise<Said>;
  /** The laptop, or who has a copy of its keys. */
  readonly opens: (file: string) => Promise<Said>;
  readonly file: () => string;
  readonly kid: () => string;
}

async function desk(): Promise<Desk> {
  const path = folder();
  const confirming = await startConfirming();
  running.push(confirming);
  const home = join(path, "ada");
  await becomes(home, "ada", confirming.owner);
  const { confirmer, origin, key } = confirming.confirmer;
  must(await writeConfirmer(home, { confirmer, origin, key }));
  const say = (args: readonly string[], input = ""): Promise<Said> =>
    secondlock(args, path, { env: { SECONDLOCK_HOME: home }, input });
  const laptop = ["--keys", join(path, "keys"), "--as", "laptop"];
  const sealed = await say(["seal", "-", "-f", ".env.sealed", "--no-recovery", "--here", ...laptop], "A=secret\n");
  expect(sealed, sealed.err).toMatchObject({ status: 0 });
  copyFileSync(join(path, ".env.sealed"), join(path, "older.sealed"));
  const file = (): string => readFileSync(join(path, ".env.sealed"), "utf8");
  const [, kid = ""] = /"kid":"([\w-]{22})"/.exec(file()) ?? [];
  return {
    ada: (...args) => say(args),
    opens: (name) => say(["run", ...laptop, "-f", name, "--wait", "0", "--", "sh", "-c", 'printf %s "$A"']),
    file,
    kid: () => kid,
  };
}

describe("a host that is removed", { timeout: 60_000 }, () => {
  it("opens no older file either", async () => {
    const { ada, opens, file } = await desk();
    expect(await opens("older.sealed")).toMatchObject({ status: 0, out: "secret" });
    expect(await ada("host", "remove", "laptop")).toMatchObject({
      status: 0,
      out: "confirmer-1: 1 revoked\nlaptop is not in .env.sealed any more.\n",
    });
    expect(file()).not.toContain("laptop");
    expect(await opens("older.sealed")).toMatchObject({ status: 125, out: "" });
    expect((await ada("shred", "laptop", "--file", "older.sealed", "--yes")).out).toContain("is destroyed");
  });

  it("stays in the file while a confirmer was not reached, and is revoked by an older one later", async () => {
    const { ada, opens, file } = await desk();
    const before = file();
    const [refusing] = running as [Confirming];
    // a database that is somebody else's for a while: nothing is revoked
    await refusing.write("owners", "all", (text) => `${text} `);
    const missed = await ada("host", "remove", "laptop");
    expect(missed).toMatchObject({ status: 1, out: "" });
    expect(missed.err).toContain(".env.sealed is as it was: laptop's keys are not revoked at confirmer-1 (refused)");
    expect(missed.err).toContain("--keep-keys");
    expect(file()).toBe(before);
    await refusing.write("owners", "all", (text) => text.slice(0, -1));

    const kept = await ada("host", "remove", "laptop", "--keep-keys");
    expect(kept).toMatchObject({ status: 0 });
    expect(kept.out).toContain("secondlock revoke laptop --file OLDER");
    expect(await opens("older.sealed")).toMatchObject({ status: 0, out: "secret" });
    const gone = await ada("revoke", "laptop");
    expect(gone).toMatchObject({ status: 2, out: "" });
    expect(gone.err).toContain("--file OLDER");
    const revoked = await ada("revoke", "laptop", "--file", "older.sealed");
    expect(revoked).toMatchObject({ status: 0, out: "confirmer-1: 1 revoked\n" });
    expect(revoked.err).toContain("older.sealed is not the newest");
    expect(await opens("older.sealed")).toMatchObject({ status: 125, out: "" });
  });
});

describe("a key", { timeout: 60_000 }, () => {
  it("is revoked and destroyed by its kid alone, in no file and at a confirmer that is named", async () => {
    const { ada, opens, kid } = await desk();
    for (const [said, ...args] of [
      ["is no kid", "revoke", "--kid", "../../etc"],
      ["you know no confirmer of the name other", "revoke", "--kid", kid(), "--confirmer", "other"],
      ["neither a host nor a key is named", "revoke"],
      ["neither a host nor a key is named", "shred", "--yes"],
    ] as const) {
      const refused = await ada(...args);
      expect(refused).toMatchObject({ status: 2, out: "" });
      expect(refused.err).toContain(said);
    }
    const somewhere = ["--file", "nowhere.sealed", "--kid", kid(), "--confirmer", "confirmer-1"];
    expect(await ada("revoke", ...somewhere)).toMatchObject({ status: 0, out: "confirmer-1: 1 revoked\n" });
    expect(await opens(".env.sealed")).toMatchObject({ status: 125, out: "" });
    expect(await ada("revoke", ...somewhere)).toMatchObject({
      status: 0,
      out: "confirmer-1: 0 revoked, 1 before this or not there\n",
    });
    expect((await ada("shred", ...somewhere, "--yes")).out).toContain(`the key ${kid()} is destroyed`);
  });

  it("is not said to be revoked where its confirmer is down", async () => {
    const { ada } = await desk();
    await stop();
    const down = await ada("revoke", "--all");
    expect(down).toMatchObject({ status: 1, out: "" });
    expect(down.err).toContain("not everywhere: confirmer-1 (unreachable)");
  });
});
