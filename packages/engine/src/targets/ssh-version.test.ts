import { expect, it } from "vitest";
import { firstKnown, isAtLeast } from "./ssh-version.ts";

it.each([
  ["OpenSSH_for_Windows_8.6p1, LibreSSL 3.4.3", false],
  ["OpenSSH_8.4p1 Debian-5+deb11u3, OpenSSL 1.1.1w", false],
  ["OpenSSH_8.7p1, OpenSSL 3.0.7", true],
  ["OpenSSH_8.9p1 Ubuntu-3ubuntu0.10, OpenSSL 3.0.2", true],
  ["OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19", true],
  ["OpenSSH_10.0p2 Debian-7, OpenSSL 3.5.1", true],
  ["", false],
])("%s: %s", (said, expected) => expect(isAtLeast(8, 7, said)).toBe(expected));

it.each([
  ["OpenSSH_8.0p1, OpenSSL 1.1.1k  FIPS 25 Mar 2021", false],
  ["OpenSSH_8.1p1, LibreSSL 2.7.3", true],
  ["OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19", true],
])("an algorithm can be put first: %s: %s", (said, expected) => expect(isAtLeast(...firstKnown, said)).toBe(expected));
