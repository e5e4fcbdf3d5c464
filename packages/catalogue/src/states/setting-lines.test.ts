import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brought, written } from "../../testing/brought.ts";
import { passwordRulesOf } from "../../testing/example-accounts.ts";
import { faillockConf, loginDefs, pwqualityConf } from "../../testing/debian-settings.ts";
import { passwordQuality, passwordSettings, wordList } from "./password-settings.ts";
import { withSettings } from "./setting-lines.ts";

describe("settings of passwords", () => {
  it("stand behind Debian's commented defaults", () => {
    const after = written(brought([passwordQuality()], passwordRulesOf()), {
      "/etc/security/pwquality.conf": pwqualityConf,
    });
    expect(after["/etc/security/pwquality.conf"]).toBe(
      `${pwqualityConf}minlen = 14
difok = 3
ucredit = -1
lcredit = -2
dcredit = -1
ocredit = -1
maxrepeat = 3
maxsequence = 3
dictcheck = 1
enforcing = 1
enforce_for_root
`,
    );
  });

  it("of several controls are one edit", () => {
    const states = [passwordSettings("faillock", { deny: "5" }), passwordSettings("faillock", { unlock_time: "900" })];
    const changes = brought(states, passwordRulesOf());
    expect(changes).toHaveLength(1);
    expect(written(changes, { "/etc/security/faillock.conf": faillockConf })).toEqual({
      "/etc/security/faillock.conf": `${faillockConf}deny = 5\nunlock_time = 900\n`,
    });
    expect(written(changes)).toEqual({ "/etc/security/faillock.conf": "deny = 5\nunlock_time = 900\n" });
  });

  it("take the place of Debian's in login.defs", () => {
    const after = withSettings(loginDefs, { UMASK: "027", ENCRYPT_METHOD: "YESCRYPT" }, "blank");
    expect(after).toBe(
      loginDefs
        .replace("\nUMASK\t\t022", "\nUMASK\t\t027")
        .replace("\nENCRYPT_METHOD SHA512", "\nENCRYPT_METHOD YESCRYPT"),
    );
  });

  it.each([
    ["minlen=8\nminlen = 20\n", "minlen = 14\nminlen = 14\n"],
    [" minlen 8 # short\n", " minlen = 14\n"],
    ["minlen = 14 # ours\n", "minlen = 14 # ours\n"],
    ["#minlen = 14", "#minlen = 14\nminlen = 14\n"],
    ["minlength = 3\n", "minlength = 3\nminlen = 14\n"],
  ])("settle every line of a key: %j", (before, after) => {
    expect(withSettings(before, { minlen: "14" }, "equals")).toBe(after);
  });

  it("leave every other line", () => {
    const own = fc.constantFrom("difok = 2", "# minlen = 8", "", "enforce_for_root", "minlen = 3", "minlen 3 # x");
    fc.assert(
      fc.property(fc.array(fc.oneof(own, fc.string()), { maxLength: 10 }), (lines) => {
        const others = (text: string): readonly string[] =>
          text.split("\n").filter((line) => !/^\s*minlen(\s|=|$)/.test(line) && line !== "");
        const after = withSettings(lines.join("\n"), { minlen: "14" }, "equals");
        expect(others(after)).toEqual(others(lines.join("\n")));
        expect(withSettings(after, { minlen: "14" }, "equals")).toBe(after);
      }),
    );
  });

  it("bring the word list only where there is none", () => {
    expect(brought([wordList()], passwordRulesOf())).toEqual([]);
    expect(brought([wordList()], passwordRulesOf("", 0))).toEqual([
      { kind: "package", package: "cracklib-runtime", wanted: "installed" },
    ]);
  });
});
