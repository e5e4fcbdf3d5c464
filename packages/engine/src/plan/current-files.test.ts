import { describe, expect, it } from "vitest";
import { currentFile, installedOf } from "./current-files.ts";

const seen = (stdout: string, status = 0, truncated = false): ReturnType<typeof currentFile> =>
  currentFile({ stdout, status, truncated });

describe("a file before it is edited", () => {
  it.each([
    [
      "a file",
      "regular file|640|root|adm\none\ntwo\n",
      { content: "one\ntwo\n", mode: 0o640, owner: "root", group: "adm" },
    ],
    ["an empty one", "regular empty file|600|root|root\n", { content: "", mode: 0o600, owner: "root", group: "root" }],
    [
      "one without an end of line",
      "regular file|644|root|root\nx",
      { content: "x", mode: 0o644, owner: "root", group: "root" },
    ],
    [
      "one that says absent",
      "regular file|644|root|root\nabsent\n",
      { content: "absent\n", mode: 0o644, owner: "root", group: "root" },
    ],
  ])("%s", (_name, stdout, file) => {
    expect(seen(stdout)).toEqual({ state: "there", file });
  });

  it("that is not there", () => {
    expect(seen("absent\n")).toEqual({ state: "absent" });
  });

  it.each([
    ["a link", "symbolic link|777|root|root\n", 0, false, /symbolic link/],
    ["a folder", "directory|755|root|root\n", 0, false, /directory/],
    ["too long", "regular file|644|root|root\nx", 0, true, /longer/],
    ["Latin-1", "regular file|644|root|root\nM\uFFFDller\n", 0, false, /UTF-8/],
    ["binary", "regular file|644|root|root\n\0\0", 0, false, /UTF-8/],
    ["a failure", "", 1, false, /cannot be read/],
    ["noise", "no such thing", 0, false, /cannot be read/],
  ])("%s is left alone", (_name, stdout, status, truncated, because) => {
    expect(seen(stdout, status, truncated)).toMatchObject({
      state: "untouchable",
      because: expect.stringMatching(because),
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
