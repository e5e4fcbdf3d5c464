import { expect, it } from "vitest";
import { quickestOf } from "./ssh-settings.ts";

it.each([
  [
    "OpenSSH 9.2 as installed",
    "sntrup761x25519-sha512@openssh.com,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256",
    ["-o", "KexAlgorithms=^curve25519-sha256"],
  ],
  ["a policy without X25519", "ecdh-sha2-nistp256,ecdh-sha2-nistp384,diffie-hellman-group14-sha256", []],
  ["its older name alone", "curve25519-sha256@libssh.org", []],
  ["nothing", "", []],
])("the cheapest key exchange comes first where ssh may use it: %s", (_, exchanges, expected) =>
  expect(quickestOf(exchanges)).toEqual(expected),
);
