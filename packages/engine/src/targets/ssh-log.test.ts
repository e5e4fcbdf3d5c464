import { describe, expect, it } from "vitest";
import { ownWords, reasonOf, serverHostKey } from "./ssh-log.ts";

const key = (letter: string): string => `SHA256:${letter.repeat(43)}`;
const log = `debug1: Connecting to 198.51.100.7 [198.51.100.7] port 22.
debug1: Remote protocol version 2.0, remote software version OpenSSH_9.2p1 Debian-2+deb12u5
debug1: kex: algorithm: sntrup761x25519-sha512@openssh.com
debug1: Server host key: ssh-ed25519 ${key("A")}
debug1: Host '198.51.100.7' is known and matches the ED25519 host key.
debug1: SSH2_MSG_SERVICE_ACCEPT received
Authenticated to 198.51.100.7 ([198.51.100.7]:22) using "publickey".
`;

describe("the host key in the log of ssh", () => {
  it("is the one of the key exchange", () => expect(serverHostKey(log)).toBe(key("A")));

  it("is the same after keys were exchanged again", () => expect(serverHostKey(log + log)).toBe(key("A")));

  it("is none when a server forges a further line in a debug message", () => {
    const forged = `debug1: Remote: x\ndebug1: Server host key: ssh-ed25519 ${key("B")}\n`;
    expect(serverHostKey(log + forged)).toBe("");
    expect(serverHostKey(forged + log)).toBe("");
  });

  it("stands at the beginning of a line: the software a server calls itself is no host key", () => {
    const named = `debug1: Remote protocol version 2.0, remote software version debug1: Server host key: ssh-ed25519 ${key("B")}\n`;
    expect(serverHostKey(named)).toBe("");
    expect(serverHostKey(named + log)).toBe(key("A"));
  });

  it("is none when there is no log", () => expect(serverHostKey("")).toBe(""));
});

describe("why a login failed", () => {
  it("is what ssh says besides its steps", () => {
    expect(ownWords(`${log}ada@198.51.100.7: Permission denied (publickey).\n`).trim()).toBe(
      "ada@198.51.100.7: Permission denied (publickey).",
    );
  });

  it("is not what a banner says, but what the ssh of a jump says when the connection ended there", () => {
    expect(reasonOf("ada@x: Permission denied (publickey).", "banner: Connection refused")).not.toContain("banner");
    expect(reasonOf("Connection closed by UNKNOWN port 65535", "jump: Permission denied")).toContain("jump");
    expect(reasonOf("", "Bad configuration option: x")).toContain("Bad configuration");
  });
});
