import { describe, expect, test } from "vitest";
import { mirrorOf, parseDeb822, parseOneLine } from "../src/mirror.ts";

describe("this machine's apt sources", () => {
  test("deb822, with comments, several suites, and third parties left out", () => {
    const text = `Types: deb deb-src
# a comment
URIs: http://debian.example/debian
Suites: bookworm
 bookworm-updates
Components: main contrib

Types: deb
URIs: https://vendor.example/deb
Suites: nodistro
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
`;
    expect(parseDeb822(text)).toEqual([
      { uri: "http://debian.example/debian", suite: "bookworm" },
      { uri: "http://debian.example/debian", suite: "bookworm-updates" },
    ]);
  });

  test("one line each, with options, and third parties left out", () => {
    const text = `# deb http://off.example/debian bookworm main
deb [signed-by=/usr/share/keyrings/debian.gpg arch=amd64] http://debian.example/debian bookworm-security main # why
deb https://vendor.example/linux/debian bookworm stable
deb-src http://debian.example/debian bookworm main
`;
    expect(parseOneLine(text)).toEqual([{ uri: "http://debian.example/debian", suite: "bookworm-security" }]);
  });

  test("without an archive of Debian 12, says what to do", () => {
    expect(() => mirrorOf([])).toThrow(/SECONDLOCK_LAB_MIRROR/);
  });
});
