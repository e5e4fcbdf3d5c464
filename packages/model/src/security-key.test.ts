import { expect, it } from "vitest";
import { isSecurityKey } from "./security-key.ts";

it.each([
  ["sk-ssh-ed25519@openssh.com AAAA ada@token", true],
  ["  sk-ecdsa-sha2-nistp256@openssh.com AAAA", true],
  ["ssh-ed25519 AAAA sk-ssh-ed25519@openssh.com", false],
  ["sk-ssh-ed25519@evil.example AAAA", false],
  ["", false],
])("%s: %s", (line, expected) => expect(isSecurityKey(line)).toBe(expected));
