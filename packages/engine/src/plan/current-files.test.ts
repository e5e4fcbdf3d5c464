import { spawnSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { currentFiles, type CurrentFiles, installedOf, lookAt } from "./current-files.ts";

const hex = (text: string): string => Buffer.from(text).toString("hex");

describe("files before they are edited", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "look-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const at = (name: string): string => join(folder, name);
  const look = (...names: readonly string[]): CurrentFiles => {
    const paths = names.map(at);
    const [program, ...args] = lookAt(paths).argv;
    const { stdout, status, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 16 * 1024 * 1024 });
    expect(stderr).toBe("");
    return currentFiles(paths, { stdout, status: status ?? 1 });
  };
  const fileAt = (name: string): ReturnType<CurrentFiles["files"]["get"]> => look(name).files.get(at(name));
  const put = (name: string, content: string | Buffer, mode = 0o644): void => {
    writeFileSync(at(name), content);
    chmodSync(at(name), mode);
  };

  it.each([
    ["a file", "one\ntwo\n", 0o640],
    ["an empty one", "", 0o600],
    ["one without an end of line", "x", 0o644],
    ["one that says absent", "absent\nend\n", 0o644],
    ["the longest", "\u00fc".repeat(512 * 1024), 0o644],
  ])("%s", (_name, content, mode) => {
    put("it", content, mode);
    const { username } = userInfo();
    expect(fileAt("it")).toMatchObject({ state: "there", file: { content, mode, owner: username } });
  });

  it("that is not there", () => {
    expect(fileAt("it")).toEqual({ state: "absent" });
    expect(fileAt("no/folder")).toEqual({ state: "absent" });
  });

  it.each([
    ["too long", "x".repeat(1024 * 1024 + 1), "it is longer than 1048576 bytes"],
    ["Latin-1", Buffer.from("M\xfcller\n", "latin1"), "it is no plain UTF-8 text"],
    ["binary", "\0\0", "it is no plain UTF-8 text"],
  ])("%s is left alone, and can be given other rights", (_name, content, because) => {
    put("it", content);
    const seen = look("it");
    expect(seen.files.get(at("it"))).toEqual({ state: "untouchable", because });
    expect(seen.fixedRights.size).toBe(0);
  });

  it("a link is left alone, to wherever it leads", () => {
    put("real", "of somebody else\n");
    symlinkSync(at("real"), at("it"));
    const seen = look("it");
    expect(seen.files.get(at("it"))).toEqual({ state: "untouchable", because: "it is a symbolic link" });
    expect(seen.fixedRights.get(at("it"))).toBe("it is a symbolic link");
  });

  it("a second name in a folder of somebody else is left alone, and so is a folder", () => {
    chmodSync(folder, 0o777);
    put("real", "x");
    linkSync(at("real"), at("it"));
    mkdirSync(at("folder"));
    const seen = look("it", "folder");
    const because = "it has a second name, which may be somebody else's file";
    expect(seen.files.get(at("it"))).toEqual({ state: "untouchable", because });
    expect(seen.fixedRights).toEqual(new Map([[at("it"), because]]));
    expect(seen.files.get(at("folder"))).toEqual({ state: "untouchable", because: "it is a folder" });
    const { username: keeper } = userInfo();
    expect([...seen.theirs]).toEqual([
      [at("it"), { keeper, owner: keeper }],
      [at("folder"), { keeper, owner: "" }],
    ]);
  });

  it.each([
    ["a failure", { stdout: "", status: 1 }, "it cannot be read"],
    ["no perl", { stdout: "", status: 127 }, "the host has no perl"],
    ["nothing", "the connection is lost", "the connection is lost"],
    ["noise", { stdout: "0\t\t\t\tno such thing\nend\n", status: 0 }, "it cannot be read"],
    ["half a row", { stdout: `0\t\t\t\tfile\t644\troot\troot\t${hex("half of i")}`, status: 0 }, "it cannot be read"],
  ])("%s is no file", (_name, raw, because) => {
    expect(currentFiles(["/etc/x"], raw)).toEqual({
      files: new Map([["/etc/x", { state: "untouchable", because }]]),
      ...{ fixedRights: new Map(), theirs: new Map() },
    });
  });
});

describe("the packages before they are changed", () => {
  const told = (stdout: string, status: number, truncated = false): ReturnType<typeof installedOf> =>
    installedOf({ stdout, status, truncated });

  it("are those that dpkg calls installed, also beside one that it has not heard of", () => {
    expect(told("aide installed\nftp config-files\n", 1)).toEqual({ installed: new Set(["aide"]) });
    expect(told("", 1)).toEqual({ installed: new Set() });
  });

  it.each([
    ["dpkg-query fails", told("", 2), "dpkg-query ended with 2"],
    ["it is not there", told("", 127), "dpkg-query ended with 127"],
    ["it is cut off", told("aide installed\n", 0, true), "dpkg-query said too much"],
    ["nothing came back", installedOf("the connection is lost"), "the connection is lost"],
  ])("are not known when %s", (_name, found, because) => {
    expect(found).toEqual({ installed: new Set(), packagesUnread: because });
  });
});
