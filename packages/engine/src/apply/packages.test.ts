import { describe, expect, it } from "vitest";
import type { PackageChange } from "@secondlock/model";
import type { Ran } from "../targets/target.ts";
import { lockHolder, packagesChanged } from "./packages.ts";

const ended = (stderr: string): Ran => ({ state: "ended", stdout: Buffer.alloc(0), stderr, status: 1, cut: false });
const waits =
  "Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 48 (apt)...\n";
const gaveUp =
  "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?\n";

it.each([
  ["apt gave up, and had said who", waits + waits + gaveUp, "apt (process 48)"],
  ["apt gave up at once", gaveUp, "it is not known which"],
  ["apt waited, got it, and failed otherwise", `${waits}E: Unable to locate package aide\n`, undefined],
  ["apt did not meet it", "", undefined],
])("who holds dpkg's lock: %s", (_name, stderr, holder) => {
  expect(lockHolder(ended(stderr))).toBe(holder);
});

it("is not known to hold it where nothing ran", () => {
  expect(lockHolder({ state: "failed", because: "the connection is lost", hint: "" })).toBeUndefined();
});

describe("what apt did", () => {
  const aide: PackageChange = { kind: "package", package: "aide", wanted: "installed" };
  const telnet: PackageChange = { kind: "package", package: "telnet", wanted: "removed" };
  const did = (stdout: string, more: object = {}): ReturnType<typeof packagesChanged> =>
    packagesChanged(
      [aide, telnet],
      { ...{ state: "ended", stdout: Buffer.from(stdout), stderr: "E: no\n", status: 1, cut: false }, ...more },
      60,
    );

  it("is all of it, where it came to its end", () => {
    expect(did("done\n")).toEqual({ did: [aide, telnet] });
  });

  it("is what dpkg tells afterwards, where it failed on the way", () => {
    const failed = "apt-get says: E: no";
    expect(did("aide installed\ntelnet installed\nended\n")).toEqual({ did: [aide], failed });
    expect(did("telnet installed\nended\n")).toEqual({ did: [], failed });
    expect(did("telnet config-files\nended\n")).toEqual({ did: [telnet], failed });
  });

  it("may be all of it, where the connection was cut", () => {
    const interrupted = "the connection is lost";
    expect(did("", { interrupted })).toEqual({ did: [aide, telnet], unsure: true, failed: interrupted });
  });

  it("is nothing, where sudo refused", () => {
    expect(did("", { refused: "sudo says no" })).toEqual({ did: [], failed: "sudo says no" });
  });
});
