import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { generateIdentity } from "@secondlock/age";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kept, main, type Said, secondlock } from "./command.ts";

const root = mkdtempSync(join(tmpdir(), "secondlock-sealing-"));
let confirmer: ChildProcess;
let origin = "";
let code = "";

/** Somebody at a desk, with a folder of his own. */
const as =
  (name: string) =>
  (args: readonly string[], input = ""): Promise<Said> =>
    secondlock(args, root, { env: { SECONDLOCK_HOME: join(root, name) }, input });
const [ada, ben, safe] = [as("ada"), as("ben"), as("safe")];
const keysOf = (host: string): readonly string[] => ["--keys", join(root, `keys-${host}`), "--as", host];
const opened = (host: string, file = ".env.sealed", program = 'printf %s "$DATABASE_URL"'): Promise<Said> =>
  ada(["run", ...keysOf(host), "-f", file, "--wait", "0", "--", "sh", "-c", program]);
const keys = new Map<typeof ada, string>();
async function keyOf(who: typeof ada): Promise<string> {
  const key = keys.get(who) ?? (await who(["owner", "me"])).out.trim().split(" ")[1] ?? "";
  keys.set(who, key);
  return key;
}
const lines = (name: string): string => readFileSync(join(root, name), "utf8");
const put = (name: string, text: string): void => writeFileSync(join(root, name), text);

beforeAll(async () => {
  confirmer = spawn(
    process.execPath,
    [main, "confirmer", "--folder", "confirmer", "--listen", "127.0.0.1:0", "--health", "none"],
    { cwd: root, stdio: ["ignore", "pipe", "ignore"], env: { PATH: process.env["PATH"], ...kept, HOME: root } },
  );
  const said = createInterface({ input: confirmer.stdout! })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await said.next()).value);
  origin = (await next()).replace("confirmer: ", "");
  code = (await next()).replace(/^.*: /, "");
}, 60_000);

afterAll(async () => {
  const ended = once(confirmer, "exit");
  confirmer.kill("SIGTERM");
  await ended;
  rmSync(root, { recursive: true, force: true });
});

// one story, in its order: what one test leaves, the next one finds
describe("an owner, a confirmer and a host", { timeout: 120_000 }, () => {
  it("a wrong code owns nothing; the one on the console does, once", async () => {
    const wrong = await ada(
      ["owner", "enrol", origin, "--as", "local", "--name", "ada"],
      `${"A".repeat(22)}.${code.slice(23)}\n`,
    );
    expect(wrong).toMatchObject({ status: 2 });
    expect(wrong.err).toContain("the confirmer refuses: local: ");
    const another = await ada(["owner", "enrol", origin, "--as", "local"], `${code.slice(0, 23)}${"a".repeat(24)}\n`);
    expect(another.err).toContain("is not the one whose console gave the code");
    // one that is known by the name already is not forgotten without a word, and the code is not used up
    const known = join(root, "ada", "confirmers", "local");
    mkdirSync(dirname(known), { mode: 0o700 });
    const other = { confirmer: "local", key: "A".repeat(43), origin };
    writeFileSync(known, `${JSON.stringify(other)}\n`, { mode: 0o600 });
    const taken = await ada(["owner", "enrol", origin, "--as", "local"], `${code}\n`);
    expect(taken.err).toContain("you know another confirmer by the name local");
    rmSync(known);
    expect(await ada(["owner", "enrol", origin, "--as", "local"], `${code}\n`)).toMatchObject({
      status: 0,
      out: `You, ada, own local (${origin}).\n`,
    });
    expect(await ben(["owner", "enrol", origin, "--as", "local", "--name", "ben"], `${code}\n`)).toMatchObject({
      status: 2,
    });
  });

  it("nothing is sealed that nobody could open when all else fails, or from nowhere, or with a confirmer that nobody knows", async () => {
    put(".env", 'DATABASE_URL=postgres://db-1/shop\nexport API_KEY="sk live"\n');
    const bare = await ada(["seal", "--here", ...keysOf("app-1")]);
    expect(bare).toMatchObject({ status: 2, out: "" });
    expect(bare.err).toContain("nobody could open it when all else fails");
    const unknown = await ada(["seal", "--no-recovery", "--here", ...keysOf("app-1"), "--confirmer", "other"]);
    expect(unknown.err).toContain("you know no confirmer of the name other");
    const nowhere = await ada(["seal", "--no-recovery", "--here", ...keysOf("app-1"), "--source", "203.0.113.7/24"]);
    expect(nowhere.err).toContain("--source cannot be read: 203.0.113.7/24");
    expect(readdirSync(root)).not.toContain(".env.sealed");
  });

  it("a sealed file opens on its host, and holds nothing in the open", async () => {
    const recovery = generateIdentity().recipient.text;
    const sealed = await ada(["seal", "--recovery", recovery, "--here", ...keysOf("app-1")]);
    expect(sealed).toMatchObject({ status: 0, err: "" });
    expect(sealed.out).toContain("app-1 opens .env.sealed from now on.");
    expect(lines(".env.sealed")).not.toMatch(/postgres|sk live/);
    const run = await opened("app-1", ".env.sealed", 'printf %s "$DATABASE_URL|$API_KEY"');
    expect(run).toMatchObject({ status: 0, out: "postgres://db-1/shop|sk live" });
    expect(run.err).toContain("one lock left: local runs on this machine");
    const listed = JSON.parse((await ada(["owner", "list", "--json"])).out) as readonly { keys: readonly object[] }[];
    expect(listed[0]?.keys).toMatchObject([{ status: "active", opens: 2 }]);
  });

  it("sealing again sets what changed, and asks where it cannot know", async () => {
    put(".env", "DATABASE_URL=postgres://db-2/shop\nAPI_KEY=sk live\nNEW=1\n");
    expect((await ada(["seal", "--dry-run"])).out).toBe("new: NEW\nchanged: DATABASE_URL\n.env.sealed is as it was.\n");
    expect((await ada(["seal"])).out).toBe("new: NEW\nchanged: DATABASE_URL\n.env.sealed is sealed anew.\n");
    expect((await ada(["seal"])).out).toBe(".env.sealed has all of it already.\n");
    // what changes nothing of a file that is there is not swallowed
    const idle = await ada(["seal", "--here", ...keysOf("app-1")]);
    expect(idle).toMatchObject({ status: 2 });
    expect(idle.err).toContain(".env.sealed is sealed already, and --here changes nothing of it");
    const some = await ada(["seal", "--recovery", generateIdentity().recipient.text]);
    expect(some.err).toContain("give every value of the file, with --all");
    const mistyped = await ada(["seal", "--all", "--recovery", "age1x"]);
    expect(mistyped.err).toContain("age1x is no recipient");
    const pages = generateIdentity().recipient.text;
    expect(await ada(["seal", "--all", "--recovery", pages])).toMatchObject({ status: 0 });
    expect(lines(".env.sealed")).toContain(pages);
    expect((await opened("app-1")).out).toBe("postgres://db-2/shop");
    const cache = readdirSync(join(root, "ada")).find((name) => name.startsWith("cache-")) ?? "";
    rmSync(join(root, "ada", cache));
    const asked = await ada(["seal"]);
    expect(asked).toMatchObject({ status: 2 });
    expect(asked.err).toContain("nobody knows here whether these changed: API_KEY, DATABASE_URL, NEW");
    expect(await ada(["seal", "--all"])).toMatchObject({ status: 0 });
  });

  it("who is listed as an editor sets a secret, and what decides what is loaded only where the owner allows it", async () => {
    expect(await ada(["editor", "remove", "ada"])).toMatchObject({ status: 2 });
    expect(await ada(["editor", "add", "ben", "no key"])).toMatchObject({ status: 2 });
    expect(await ada(["editor", "add", "ben", await keyOf(ben)])).toMatchObject({
      status: 0,
      out: "editors  ada, ben\n",
    });
    await ben(["trust", "--owner", await keyOf(ada)]);
    expect(await ben(["set", "NEW"], "2")).toMatchObject({ status: 0 });
    expect(await ben(["set", "NODE_OPTIONS"], "--import=evil")).toMatchObject({ status: 2 });
    expect(await ben(["editor", "allow", "NODE_OPTIONS"])).toMatchObject({ status: 2 });
    expect(await ada(["editor", "remove", "ben"])).toMatchObject({ status: 0 });
    expect(await ben(["set", "NEW"], "1")).toMatchObject({ status: 2 });
    expect(await ada(["set", "NEW"], "1")).toMatchObject({ status: 0 });
  });

  it("another host is let in by its card, by the owner's word, and with the key from one that opens it", async () => {
    const card = await ada(["host", "card", ...keysOf("app-2")]);
    put("app-2.card", card.out);
    const invited = await ada(["host", "add", "app-2.card", "--source", "127.0.0.1/32"]);
    expect(invited).toMatchObject({ status: 0 });
    expect(card.err).toMatch(/the card of app-2 has the fingerprint [\w-]{16}:/);
    // whoever put another card in its place is seen by that
    expect(invited.err).toContain(card.err);
    put("app-2.invitation", invited.out);
    const early = await ada(["host", "wrap", "app-2.invitation", ...keysOf("app-2"), "--owner", await keyOf(ada)]);
    expect(early).toMatchObject({ status: 2, out: "" });
    const handed = await ada(["host", "hand-over", "app-2.invitation", ...keysOf("app-1")]);
    expect(handed).toMatchObject({ status: 0 });
    put("app-2.handed", handed.out);
    // whom nobody told the owner's key believes no invitation
    const unknown = await ada(["host", "wrap", "app-2.handed", ...keysOf("app-2")]);
    expect(unknown.err).toContain("nobody has said here whose this file is");
    const wraps = await ada(["host", "wrap", "app-2.handed", ...keysOf("app-2"), "--owner", await keyOf(ada)]);
    expect(wraps).toMatchObject({ status: 0 });
    expect(await ada(["host", "finish"], wraps.out)).toMatchObject({
      status: 0,
      out: "app-2 opens .env.sealed from now on.\n",
    });
    const trust = ["trust", "--keys", join(root, "keys-app-2"), "--owner", await keyOf(ada)];
    expect(await ada(trust)).toMatchObject({ status: 0 });
    expect((await opened("app-2")).out).toBe("postgres://db-2/shop");
    put("thief.card", (await ada(["host", "card", "--keys", join(root, "keys-thief"), "--as", "app-2"])).out);
    const thief = await ada(["host", "add", "thief.card", "--source", "127.0.0.1/32"]);
    expect(thief).toMatchObject({ status: 2, out: "" });
    expect(thief.err).toContain("app-2 is in .env.sealed already, and nobody knows here that this is its key");
    expect(await ada(["host", "add", "app-2.card", "--source", "127.0.0.1/32"])).toMatchObject({ status: 0 });
    // what was handed over was for one time
    expect(await ada(["host", "wrap", "app-2.handed", ...keysOf("app-2")])).toMatchObject({ status: 2 });
  });

  it("a policy is changed under a running host; what is not met is refused from then on", async () => {
    const shown = await ada(["policy", "app-2"]);
    expect(shown.out).toContain('"sources": [\n    "127.0.0.1/32"\n  ]');
    const unasked = await ada(["policy", "app-2", "--purpose", "task"]);
    expect(unasked).toMatchObject({ status: 5, out: "" });
    expect(unasked.err).toContain(`purposes  ["start","task","edit","rotate","test"] -> ["task"]\n  version  1 -> 2\n`);
    expect(
      await ada(["policy", "app-2", "--purpose", "task", "--purpose", "edit", "--here", ...keysOf("app-2"), "--yes"]),
    ).toMatchObject({ status: 0 });
    const start = await opened("app-2");
    expect(start).toMatchObject({ status: 125, out: "" });
    const task = await ada(["run", ...keysOf("app-2"), "--purpose", "task", "--", "sh", "-c", 'printf %s "$NEW"']);
    expect(task).toMatchObject({ status: 0, out: "1" });
  });

  it("an opening waits for people, and goes on when they agree", async () => {
    const approver = `ada=${await keyOf(ada)}`;
    const changed = ["policy", "app-1", "--approver", approver, "--approvals", "1", "--grace", "1h", "--yes"];
    const renewing = ada([...changed, "--here", ...keysOf("app-1")]);
    const handle = await waiting();
    expect(await ada(["approve", handle, "--yes"])).toMatchObject({ status: 0, out: "1 of 1 have agreed.\n" });
    expect(await renewing).toMatchObject({ status: 0 });
    expect(await opened("app-1")).toMatchObject({ status: 125 });
    // who started that did not wait for an answer
    await waiting();
    const running = ada(["run", ...keysOf("app-1"), "--wait", "30", "--", "sh", "-c", 'printf %s "$NEW"']);
    await ada(["approve", await waiting(), "--yes"]);
    expect(await running).toMatchObject({ status: 0, out: "1" });
    expect(await ada(["approve", handle, "--yes"])).toMatchObject({ status: 2 });
    // as long as the policy of before may be named, it has to be met as well
    const easing = ada(["policy", "app-1", "--approvals", "0", "--grace", "1h", "--yes", "--here", ...keysOf("app-1")]);
    await ada(["approve", await waiting(), "--yes"]);
    expect(await easing).toMatchObject({ status: 0 });
  });

  const seen = new Set<string>();
  /** An opening that waits for ada, and has not been seen before. */
  async function waiting(): Promise<string> {
    for (let tries = 0; tries < 100; tries++) {
      const { status, out } = await ada(["approve", "--json"]);
      // before the policy names her, nobody tells her anything
      if (status !== 0) continue;
      const openings = JSON.parse(out) as readonly { handle: string }[];
      const { handle } = openings.find((each) => !seen.has(each.handle)) ?? {};
      if (handle === undefined) continue;
      seen.add(handle);
      return handle;
    }
    throw new Error("nothing waits");
  }

  it("the confirmers' keys rotate, and the file of before opens no more once that is finished", async () => {
    const before = lines(".env.sealed");
    expect(await ada(["host", "remove", "app-2"])).toMatchObject({ status: 0 });
    expect(await ada(["rotate", "--here", ...keysOf("app-1")])).toMatchObject({ status: 0 });
    const early = await ada(["rotate", "--finish"]);
    expect(early.err).toContain("nobody has opened the file with epoch 2 yet");
    expect(await opened("app-1")).toMatchObject({ status: 0 });
    expect(await ada(["rotate", "--finish"])).toMatchObject({ status: 0 });
    expect(await opened("app-1")).toMatchObject({ status: 0 });
    put("before.sealed", before);
    expect((await opened("app-1", "before.sealed")).status).toBe(125);
  });

  it("two owners say together who else is one", async () => {
    const benKey = await keyOf(ben);
    const unasked = await ada(["owner", "add", "ben", benKey]);
    expect(unasked).toMatchObject({ status: 5, out: "" });
    expect(unasked.err).toContain(`local is to be owned by:\n  ada  ${await keyOf(ada)}\n  ben  ${benKey}\n`);
    expect(await ada(["owner", "add", "ben", benKey, "--yes"])).toMatchObject({
      status: 0,
      out: "local is owned by ada, ben.\n",
    });
    const fingerprint = code.slice(23);
    expect(await ben(["owner", "know", origin, fingerprint, "--as", "local"])).toMatchObject({ status: 0 });
    expect(await ben(["owner", "know", origin, "a".repeat(24), "--as", "local"])).toMatchObject({ status: 2 });
    await safe(["owner", "me", "--name", "safe"]);
    const third = ["owner", "add", "safe", await keyOf(safe), "--yes"];
    const half = await ada(third);
    expect(half.err).toContain("it takes another owner");
    expect(await ben([...third, "--signed", half.out.trim()])).toMatchObject({
      status: 0,
      out: "local is owned by ada, ben, safe.\n",
    });
  });

  it("what allows more takes another owner's signature, and the owner of the file sends it", async () => {
    const widened = ["policy", "app-1", "--opens", "20000", "--yes"];
    const alone = await ada(widened);
    expect(alone).toMatchObject({ status: 6, out: "" });
    expect(alone.err).toContain("takes another owner of local");
    const agreed = await ben(widened);
    expect(agreed.status).toBe(6);
    const done = await ada([...widened, "--here", ...keysOf("app-1"), "--signed", agreed.out.trim()]);
    expect(done, done.err).toMatchObject({ status: 0 });
    expect((await opened("app-1")).status).toBe(0);
    expect((await ada(["policy", "app-1"])).out).toContain('"maximumOpens": 20000');
  });

  it.each([
    ["another owner of the confirmer", ben, ["policy", "app-1", "--rate", "40/1h", "--yes"], "and you, ben, are not"],
    ["another owner of the confirmer, rotating", ben, ["rotate"], "and you, ben, are not"],
    ["a name that nobody has", ada, ["owner", "remove", "adda", "--yes"], "adda is no owner of local"],
    ["a secret that is not there", ada, ["rotate", "NOPE"], "NOPE is not in .env.sealed"],
  ])("is refused before anything is signed or set: %s", async (_, who, args, why) => {
    const done = await who(args);
    expect(done).toMatchObject({ status: 2, out: "" });
    expect(done.err).toContain(why);
  });

  it("a file that no host opens lets none in, and says so before a key is made", async () => {
    put("bare.env", "A=1\n");
    expect((await ada(["seal", "bare.env", "--no-recovery"])).out).toContain("No host opens it");
    const before = (await ada(["owner", "list", "--json"])).out;
    const late = await ada(["host", "add", "--here", ...keysOf("app-8"), "-f", "bare.env.sealed"]);
    expect(late).toMatchObject({ status: 2, out: "" });
    expect(late.err).toContain("no host opens bare.env.sealed, so none can let another one in");
    expect((await ada(["owner", "list", "--json"])).out).toBe(before);
    expect((await ada(["seal", "bare.env", "--here"])).err).toContain("move it away, and seal again");
  });

  it("what is revoked opens nowhere, and what is shredded never again", async () => {
    expect(await ada(["revoke", "app-7"])).toMatchObject({ status: 2 });
    expect(await ada(["revoke", "app-1"])).toMatchObject({ status: 0, out: "local: 1 revoked\n" });
    expect(await opened("app-1")).toMatchObject({ status: 125, out: "" });
    expect(await ada(["shred", "app-1"])).toMatchObject({ status: 5 });
    expect((await ada(["shred", "app-1", "--yes"])).out).toContain("is destroyed");
  });

  it("what cannot be done after a break-in is refused before anything is revoked", async () => {
    put("new.env", "DATABASE_URL=postgres://db-3/shop\n");
    const anew = [
      "rotate",
      "--compromised",
      "--values",
      "new.env",
      "--drop",
      "API_KEY",
      "--drop",
      "NEW",
      "--no-recovery",
    ];
    const nobody = await ada(anew);
    expect(nobody).toMatchObject({ status: 2, out: "" });
    expect(nobody.err).toContain("no host is named that opens the new file");
    put("app-9.card", (await ada(["host", "card", ...keysOf("app-9")])).out);
    const nowhere = await ada([...anew, "--card", "app-9.card"]);
    expect(nowhere).toMatchObject({ status: 2, out: "" });
    expect(nowhere.err).toContain("nobody said from where the host opens it");
  });

  it("after a break-in everything is anew: values that were not changed are named, and no older file opens", async () => {
    put("new.env", "DATABASE_URL=postgres://db-2/shop\nAPI_KEY=sk new\nNEW=1\n");
    const hosts = ["--card", "app-1.card", "--source", "127.0.0.1/32", "--no-recovery"];
    put("app-1.card", (await ada(["host", "card", ...keysOf("app-1")])).out);
    put("older.env", "DATABASE_URL=postgres://db-3/shop\nAPI_KEY=sk new\nNEW=1\n");
    const kept = await ada(["rotate", "--compromised", "--values", "older.env", "--keep", "NEW", ...hosts]);
    expect(kept).toMatchObject({ status: 2, out: "" });
    expect(kept.err).toContain("the card of app-1 names keys of before");
    put("app-1.card", (await ada(["host", "card", "--new-keys", ...keysOf("app-1")])).out);
    const same = await ada(["rotate", "--compromised", "--values", "new.env", "--keep", "NEW", ...hosts]);
    expect(same).toMatchObject({ status: 2 });
    expect(same.err).toContain("these are still what they were: DATABASE_URL\n");
    put("new.env", "DATABASE_URL=postgres://db-3/shop\nAPI_KEY=sk new\nNEW=1\n");
    const before = lines(".env.sealed");
    const rotate = ["rotate", "--compromised", "--values", "-", "--keep", "NEW", ...hosts];
    const cut = await ada([...rotate, "--confirmer", "other"], lines("new.env"));
    // what lacks is told before anything is revoked
    expect(cut).toMatchObject({ status: 2, out: "" });
    const bare = await ada(["rotate", "--compromised", "--values", "-", "--keep", "NEW"], lines("new.env"));
    expect(bare.err).toContain("nobody could open it when all else fails");
    expect(lines(".env.sealed")).toBe(before);
    // what a run that was killed leaves behind
    put(".env.sealed.unfinished", before);
    const done = await ada(rotate, lines("new.env"));
    expect(done, done.err).toMatchObject({ status: 0 });
    expect(readdirSync(root)).not.toContain(".env.sealed.unfinished");
    const invitation = done.out.split("\n").find((line) => line.startsWith("secondlock-invitation ")) ?? "";
    const owner = ["--owner", await keyOf(ada)];
    const wraps = await ada(["host", "wrap", ...keysOf("app-1"), ...owner], invitation);
    expect(await ada(["host", "finish"], wraps.out)).toMatchObject({ status: 0 });
    await ada(["trust", "--keys", join(root, "keys-app-1"), ...owner]);
    expect((await opened("app-1")).out).toBe("postgres://db-3/shop");
    const older = readdirSync(root).find((name) => name.startsWith(".env.sealed.before-")) ?? "";
    expect((await opened("app-1", older)).status).toBe(125);
    expect(lines(older)).toBe(before);
  });

  it("after a break-in into this very computer it has new keys as well", async () => {
    const copy = join(root, "keys-copy");
    cpSync(join(root, "keys-app-1"), copy, { recursive: true });
    put("new.env", "DATABASE_URL=postgres://db-4/shop\n");
    const here = ["--here", ...keysOf("app-1"), "--no-recovery"];
    const lost = await ada(["rotate", "--compromised", "--values", "new.env", ...here]);
    expect(lost).toMatchObject({ status: 2, out: "" });
    expect(lost.err).toContain("these are not among the new values: API_KEY, NEW\n");
    const drop = ["--drop", "API_KEY", "--drop", "NEW"];
    const done = await ada(["rotate", "--compromised", "--values", "new.env", ...drop, ...here]);
    expect(done, done.err).toMatchObject({ status: 0 });
    expect(done.err).toContain("other sealed files that it opens need it added anew");
    for (const key of ["local.key", "signing.key"])
      expect(readFileSync(join(root, "keys-app-1", key), "utf8")).not.toBe(readFileSync(join(copy, key), "utf8"));
    expect((await opened("app-1")).out).toBe("postgres://db-4/shop");
    cpSync(join(root, "keys-app-1"), copy, { recursive: true, filter: (path) => !path.endsWith(".key") });
    const thief = await ada(["run", "--keys", copy, "--as", "app-1", "--wait", "0", "--", "true"]);
    expect(thief).toMatchObject({ status: 125 });
  });

  it("an owner whose key is lost is replaced by two others", async () => {
    const fingerprint = code.slice(23);
    expect(await safe(["owner", "know", origin, fingerprint, "--as", "local"])).toMatchObject({ status: 0 });
    const without = ["owner", "remove", "ada", "--yes"];
    const early = await ben(without);
    const [, kids = ""] = /^secondlock: local: only ada signed the policy of (.*)$/m.exec(early.err) ?? [];
    const named = kids.split(", ").flatMap((kid) => ["--kid", kid]);
    expect(await ben(["revoke", ...named])).toMatchObject({ status: 0, out: `local: ${named.length / 2} revoked\n` });
    const half = await ben(without);
    expect(half.status).toBe(6);
    const done = await safe([...without, "--signed", half.out.trim()]);
    expect(done, done.err).toMatchObject({ status: 0, out: "local is owned by ben, safe.\n" });
    expect((await ada(["owner", "list"])).out).not.toContain("ben");
  });
});
