import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defineFact, type HostWanted, known, type Read } from "@secondlock/model";
import { collectorOf, withCollector } from "./collector.ts";
import { parseFrames } from "./frames.ts";
import { numbered, numberOf, readsOf } from "./reads-of.ts";
import { collectorSeconds } from "./script.ts";

const nonce = "0123456789abcdef0123456789abcdef";
const host = { id: "app-1" } as HostWanted;
const fact = (...argv: [string, ...string[]]): ReturnType<typeof defineFact<string>> =>
  defineFact<string>({ id: argv.join(" "), title: "", reads: () => ({ one: { argv } }), parse: () => known("") });

describe("the collector, run for real", () => {
  let directory = "";
  let program = "";
  const facts = [fact("echo", "hello"), fact("sh", "-c", "cat; echo end")];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "secondlock-collector-"));
    program = join(directory, "collect");
    writeFileSync(program, collectorOf(facts, host).text);
    chmodSync(program, 0o700);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it("reads what an audit with these facts reads, under numbers that anybody can work out", () => {
    const { stdout } = spawnSync(program, [], { input: `${nonce}\n` });
    const reads = numbered(readsOf(facts, host));
    const { complete, byNumber } = parseFrames(stdout, nonce, reads);
    expect(complete).toBe(true);
    expect(byNumber.get(numberOf({ argv: ["echo", "hello"] }))).toMatchObject({ raw: { stdout: "hello\n" } });
    expect(byNumber.get(numberOf({ argv: ["sh", "-c", "cat; echo end"] })), "nothing is left to read").toMatchObject({
      raw: { stdout: "end\n" },
    });
  });

  it.each([
    ["nothing", ""],
    ["no end of line", nonce],
    ["too short", "0123\n"],
    ["too long", `${nonce}0\n`],
    ["a command", "$(touch /tmp/never)\n"],
    ["capital letters", `${nonce.toUpperCase()}\n`],
    ["a quote", `'; id; '${nonce.slice(10)}\n`],
    ["binary", "\0\u0001\n"],
  ])("takes nothing for a nonce that is none: %s", (_name, input) => {
    const { status, stdout } = spawnSync(program, [], { input });
    expect([status, stdout.toString()]).toEqual([64, ""]);
  });

  it("ends by itself when nobody reads what it prints, and the next one has its turn", async () => {
    const much = Array.from({ length: 10 }, (_, index) => fact("head", "-c", `${60_000 + index}`, "/dev/zero"));
    const { text } = collectorOf(much, host);
    writeFileSync(program, text.replace(`-k 5 ${collectorSeconds} `, "-k 1 1 "));
    const deaf = spawn(program, [], { stdio: ["pipe", "pipe", "ignore"] });
    deaf.stdin.end(`${nonce}\n`);
    const status = await new Promise((resolve) => deaf.on("exit", resolve));
    expect(status).toBe(124);
    writeFileSync(program, text);
    const { stdout } = spawnSync(program, [], { input: `${nonce}\n`, maxBuffer: 1e7 });
    expect(stdout.toString("latin1").endsWith(`${nonce} done\n`)).toBe(true);
  });

  it("lets a second one wait for the first", async () => {
    writeFileSync(
      program,
      collectorOf(
        [
          fact(
            "sh",
            "-c",
            `date +%s%N >>${directory}/log; sleep 0.5; date +%s%N >>${directory}/log; sort -c ${directory}/log && wc -l <${directory}/log`,
          ),
        ],
        host,
      ).text,
    );
    const both = await Promise.all(
      [1, 2].map(async () => {
        const child = spawn(program, { stdio: ["pipe", "pipe", "ignore"] });
        child.stdin.end(`${nonce}\n`);
        return await child.stdout.toArray().then((parts) => Buffer.concat(parts as Buffer[]).toString());
      }),
    );
    // each saw whole pairs of lines only: no other one was between its two
    expect(new Set(both.map((text) => /out\n(\d)\n/.exec(text)?.[1]))).toEqual(new Set(["2", "4"]));
  });
});

it("a read has the same number wherever it is asked, and another one when anything about it differs", () => {
  const reads: readonly Read[] = [
    { argv: ["id"] },
    { argv: ["id"], root: false },
    { argv: ["id"], bytes: 10 },
    { argv: ["id"], seconds: 1 },
    { argv: ["id", "-u"] },
    { argv: ["id -u"] },
  ];
  expect(new Set(reads.map(numberOf)).size).toBe(reads.length);
  expect(numberOf({ argv: ["id"], root: true })).toBe(numberOf({ argv: ["id"] }));
  expect(numbered([{ argv: ["id"] }, { argv: ["id"] }])).toHaveLength(1);
});

it("is made for hosts with an auditor alone, and is another one when the service file asks for more", () => {
  const auditor = { account: "a", keys: [], from: ["198.51.100.9"], keyHome: "ci" } as const;
  expect(withCollector([], host)).toBe(host);
  const [one, more] = [[fact("id")], [fact("id"), fact("w")]].map(
    (facts) => withCollector(facts, { ...host, auditor }).auditor?.collector?.digest,
  );
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(one).not.toBe(more);
});
