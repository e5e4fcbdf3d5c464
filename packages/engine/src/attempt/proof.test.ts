import { describe, expect, it } from "vitest";
import { addressFrom } from "./address.ts";
import { parseSystem, withVerifiedKey } from "../collect/system.ts";
import { holdsAt, isOwnKey, onlyGreeting, provenEverywhere } from "./proof.ts";

describe("an address is ours", () => {
  const own = [{ line: "ssh-ed25519 AAAA", fingerprint: "SHA256:own" }];
  it.each([
    ["by the key that was read inside", "SHA256:own", [], true],
    ["not by another key", "SHA256:other", [], false],
    ["not by a key that a second host shares, as cloned images do", "SHA256:own", own, false],
    ["not when no key was seen", "", [], false],
  ])("%s", (_name, fingerprint, others, expected) => {
    expect(isOwnKey(fingerprint, own, others)).toBe(expected);
  });
});

describe("a host that prints the keys of another one", () => {
  const blob = (letter: string): string => `AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)}`;
  const raw = (stdout: string): { stdout: string; stderr: string; status: number; truncated: boolean } => ({
    ...{ stdout, stderr: "", status: 0, truncated: false },
  });
  const printed = parseSystem({
    release: raw("ID=debian\nVERSION_ID=12\n"),
    hostKeys: raw(`ssh-ed25519 ${blob("A")} own\nssh-ed25519 ${blob("B")} of a stranger\n`),
  });
  const [own = "", stolen = ""] = printed.known ? printed.value.hostKeys.map(({ fingerprint }) => fingerprint) : [];
  const verified = (fingerprint: string): readonly { line: string; fingerprint: string }[] => {
    const system = withVerifiedKey(printed, fingerprint);
    return system.known ? system.value.hostKeys : [];
  };

  it("keeps only the one that ssh verified", () => {
    expect(isOwnKey(stolen, printed.known ? printed.value.hostKeys : [], [])).toBe(true);
    expect(isOwnKey(own, verified(own), [])).toBe(true);
    expect(isOwnKey(stolen, verified(own), [])).toBe(false);
  });

  it.each(["", "SHA256:not-printed"])("proves nothing when ssh verified %j", (fingerprint) => {
    expect(verified(fingerprint)).toEqual([]);
  });

  it("is greeted and no more where the key exchange alone is right", () => {
    const address = addressFrom("198.51.100.7");
    if (!address) throw new Error("no address");
    const ownership = { address, owned: false, hostKey: true, software: "", because: "" };
    expect(onlyGreeting(ownership)).toBe(true);
    expect(onlyGreeting({ ...ownership, owned: true })).toBe(false);
  });
});

describe("a proof from here holds elsewhere only for addresses that are the same machine everywhere", () => {
  it.each([
    ["198.18.0.2", true],
    ["93.184.215.14", true],
    ["2001:2::2", true],
    ["10.0.0.2", false],
    ["192.168.1.2", false],
    ["100.64.0.1", false],
    ["fd00::2", false],
    ["fe80::1", false],
    ["127.0.0.1", false],
    ["::ffff:10.0.0.2", false],
  ])("%s: %s", (text, everywhere) => {
    const address = addressFrom(text);
    expect(address).toBeDefined();
    if (!address) return;
    const ownership = { address, owned: true, hostKey: true, software: "", because: "" };
    expect(holdsAt("host:db-1", ownership)).toBe(everywhere);
    expect(holdsAt("operator", ownership)).toBe(true);
  });

  it.each(["224.0.0.1", "255.255.255.255", "0.0.0.0", "ff02::1", "::", "app-1", "1.2.3"])(
    "%s is never touched",
    (text) => {
      expect(addressFrom(text)).toBeUndefined();
    },
  );
});

describe("an address that another host of ours proved", () => {
  const jump = new Map([
    ["db-1", [addressFrom("198.51.100.7"), addressFrom("10.0.0.3")].filter((one) => one !== undefined)],
  ]);

  it("is ours everywhere when it is global, and stays that host's own knowledge when it is private", () => {
    expect(
      provenEverywhere([jump, jump])
        .get("db-1")
        ?.map(({ address }) => address),
    ).toEqual(["198.51.100.7"]);
  });

  it("proves nothing of another host", () => expect(provenEverywhere([jump]).get("app-1")).toBeUndefined());
});
