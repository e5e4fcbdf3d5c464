import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sshGreeting } from "./ssh-greeting.ts";

const probe = { kind: "ssh-greeting", account: "ada", family: 4 } as const;
const see = (stdout: string, status = 255): ReturnType<typeof sshGreeting.see> =>
  sshGreeting.see({ stdout, stderr: "", status, truncated: false }, probe);
const captured = (name: string): string => readFileSync(join(import.meta.dirname, "fixtures", `${name}.txt`), "utf8");

describe("what one connection without a credential shows", () => {
  it("reads Debian 12 as installed: a password is offered", () => {
    expect(see(captured("greeting-debian-12-as-installed"))).toMatchObject({
      kind: "ssh-greeting",
      banner: expect.stringMatching(/^OpenSSH_9\.2p1/),
      methods: ["publickey", "password"],
      opened: false,
      negotiated: true,
      macs: expect.arrayContaining(["hmac-sha1", "umac-64@openssh.com"]),
      hostKey: expect.stringMatching(/^SHA256:/),
    });
  });

  it("reads the server's offer, not the client's own, which stands before it", () => {
    const seen = see(captured("greeting-offers-only-sha1-key-exchange"));
    expect(seen).toMatchObject({ negotiated: false, methods: [] });
    expect(seen.kind === "ssh-greeting" && seen.kex).not.toContain("diffie-hellman-group14-sha1");
  });

  it.each([
    ["a closed port", "ssh: connect to host 192.0.2.1 port 22: Connection refused", 255, "closed"],
    ["a dropped packet", "ssh: connect to host 192.0.2.1 port 22: Connection timed out", 255, "closed"],
    [
      "a port that says nothing",
      "debug1: Connection established.\nConnection timed out during banner exchange",
      255,
      "failed",
    ],
    ["a connection that hangs", "debug1: Connection established.", 124, "failed"],
    ["a server at its limit", "kex_exchange_identification: Connection closed by remote host", 255, "failed"],
    ["no ssh client", "sh: 1: exec: ssh: not found", 127, "failed"],
  ])("tells %s apart", (_name, text, status, kind) => {
    expect(see(text, status)).toMatchObject({ kind });
  });

  it("sees an account that needs no credential", () => {
    const text = `${captured("greeting-debian-12-as-installed")}\nAuthenticated to 192.0.2.1 ([192.0.2.1]:22) using "none".\n`;
    expect(see(text, 0)).toMatchObject({ opened: true });
  });

  it("never throws, whatever a server says", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const seen = see(
          `${before}Remote protocol version 2.0, remote software version x\npeer server KEXINIT proposal${after}`,
        );
        expect(seen.kind).toBe("ssh-greeting");
      }),
    );
  });
});

it("what a probe offers stands alone, whatever else the place would put first", () => {
  const place = { address: "192.0.2.1", port: 22, identities: [], knownHosts: "/k", usual: [] };
  const algorithms = ["-o", "KexAlgorithms=^curve25519-sha256"];
  const of = (offer: { kex: string } | undefined): readonly string[] =>
    sshGreeting
      .read({ ...probe, ...(offer === undefined ? {} : { offer }) }, { ...place, algorithms })
      .argv.filter((word) => word.startsWith("KexAlgorithms"));
  expect(of({ kex: "diffie-hellman-group14-sha1" })).toEqual(["KexAlgorithms=diffie-hellman-group14-sha1"]);
  expect(of(undefined)).toEqual(["KexAlgorithms=^curve25519-sha256"]);
});
