import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ran, Target } from "../targets/target.ts";
import { askHost, parseReply } from "./host-link.ts";
import { parseStatus } from "./host-status.ts";
import { hex } from "./request.ts";

const ended = (stdout: string, more: Partial<Extract<Ran, { state: "ended" }>> = {}): Ran => ({
  ...{ state: "ended", stdout: Buffer.from(stdout), stderr: "", status: 0, cut: false },
  ...more,
});
const target = (ran: Ran): Target => ({
  id: "app-1",
  reached: "ssh app-1",
  connect: () => Promise.resolve({ connected: true }),
  run: () => Promise.resolve(ran),
  close: () => Promise.resolve(),
});

describe("what a host answers", () => {
  it.each([
    ["done", ended("confirmed\t20261121T100000Z-00ff\n"), { ok: true }],
    ["a greeting of the login shell before it", ended("Welcome\nconfirmed\tx\n"), { ok: true }],
    ["another word than the one that says it is done", ended("applied\tx\n"), { ok: false }],
    ["a greeting and nothing else", ended("Welcome to Debian\n"), { ok: false }],
    ["nothing", ended(""), { ok: false, because: "no shell answered" }],
    ["why not", ended(`failed\t${hex("sshd says: no")}\n`), { ok: false, because: "sshd says: no" }],
    ["done, and then why not", ended(`confirmed\tx\nfailed\t${hex("no")}\n`), { ok: false, because: "no" }],
    ["no root", ended("confirmed\tx\n", { refused: "sudo does not take the password" }), { ok: false }],
    [
      "cut off",
      ended("confirmed\tx\n", { interrupted: "no end after 60 s" }),
      { ok: false, because: "no end after 60 s" },
    ],
    ["no connection", { state: "failed", because: "the connection is lost", hint: "" } as const, { ok: false }],
  ])("%s", async (_name, ran, wanted) => {
    expect(await askHost(target(ran), "confirm", { argument: "x" })).toMatchObject(wanted);
  });

  it("shows no escape sequence of a host's", () => {
    expect(parseReply(`failed\t${hex("no \u001B[2Jway")}\n`)).toMatchObject({
      because: expect.not.stringContaining("\u001B"),
    });
  });

  it.each(["armed", "busy", "journal", "standing", "undone"])("takes only an id for the id of a change: %s", (word) => {
    for (const id of ["", "x", "\u001B]0;owned\u0007\u001B[2J", "20261121T100000Z-00ff\u001B[2J", "../00ff", "1-g"])
      expect(parseReply(`${word}\t${id}\nend\n`), id).toEqual({
        ok: false,
        because: "the host's answer names a change in a way that Secondlock never does",
      });
    expect(parseReply(`${word}\t20261121T100000Z-00ff\nend\n`).ok).toBe(word !== "busy");
  });

  it("gives words without escape sequences, and digits as they are", () => {
    const digits = "0f".repeat(5_000);
    expect(parseReply(`unit\tx\u001B[2J.service\t\u009B1;1Henabled\nrecord\t${digits}\nend\n`)).toEqual({
      ok: true,
      rows: [["unit", "x.service", "enabled"], ["record", digits], ["end"]],
    });
  });

  it("tells who works there, and since when", () => {
    expect(parseReply(`busy\t20261121T100000Z-00ff\t${hex("grace@desk")}\t1795240646\n`)).toMatchObject({
      ok: false,
      busy: { journal: "20261121T100000Z-00ff", who: "grace@desk", since: 1_795_240_646 },
    });
  });

  it("takes no argument that a shell would read", async () => {
    await expect(askHost(target(ended("")), "show", { argument: "x; id" })).rejects.toThrow(/no argument/);
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const reply = parseReply(text);
        if (reply.ok) parseStatus(reply.rows);
      }),
    );
  });
});

describe("the state of a host", () => {
  const rows = (text: string): readonly (readonly string[])[] => text.split("\n").map((line) => line.split("\t"));

  it("is read whole or not at all", () => {
    expect(parseStatus(rows("armed\tx"))).toMatchObject({ known: false });
    expect(parseStatus(rows("armed\tx\nend"))).toMatchObject({
      known: true,
      status: { armed: { journal: "x", who: "somebody", since: Number.NaN } },
    });
  });

  it("tells who has a change there that waits, and since when", () => {
    const id = "20261121T100203Z-0001";
    const text = `armed\t${id}\njournal\t${id}\t${hex("armed")}\t${hex("grace@desk")}\t${hex("harden")}\nend`;
    const since = Date.UTC(2026, 10, 21, 10, 2, 3) / 1_000;
    expect(parseStatus(rows(text))).toMatchObject({ status: { armed: { journal: id, who: "grace@desk", since } } });
  });

  it("tells files that somebody changed by hand, and what stands", () => {
    const text = [
      `journal\ta\t${hex("confirmed")}\t${hex("ada@laptop")}\t${hex("harden: 2 resources")}`,
      `written\t${hex("/etc/a")}\tsame`,
      `written\t${hex("/etc/b")}\tchanged`,
      "standing\ta",
      `record\t${hex(JSON.stringify({ "file:/etc/a": { x: "1" } }))}`,
      "end",
    ];
    expect(parseStatus(rows(text.join("\n")))).toEqual({
      known: true,
      status: {
        journals: [{ id: "a", state: "confirmed", who: "ada@laptop", title: "harden: 2 resources" }],
        standing: ["a"],
        drifted: ["/etc/b"],
        record: { "file:/etc/a": { x: "1" } },
      },
    });
  });

  it("is told without escape sequences", () => {
    const evil = hex("\u001B]0;owned\u0007\u001B[2J\u001B[1;1Hall is well\r\nno");
    const text = `journal\ta\t${evil}\t${evil}\t${evil}\nwritten\t${evil}\tchanged\narmed\ta\nend`;
    expect(parseStatus(rows(text))).toMatchObject({
      status: {
        journals: [{ state: "all is well no", who: "all is well no", title: "all is well no" }],
        drifted: ["all is well no"],
        armed: { who: "all is well no" },
      },
    });
  });

  it.each(["", "[]", "{", '{"a":1}', '{"a":{"b":1}}', "null"])("takes %j for no record", (text) => {
    const reading = parseStatus(rows(`record\t${hex(text)}\nend`));
    expect(reading).toMatchObject({ known: true, status: { record: {} } });
  });
});
