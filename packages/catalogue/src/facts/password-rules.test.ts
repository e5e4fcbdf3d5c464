import { describe, expect, it } from "vitest";
import { pam, pamWithQuality } from "../../testing/example-accounts.ts";
import { read, staysTotal } from "../../testing/hostile-output.ts";
import { effectiveQuality, numberOf, passwordRules } from "./password-rules.ts";

// as the read prints them on Debian 12: a drop-in first, then the main file, which wins
const debian = `pwquality.conf minlen 30
pwquality.conf minlen 14
pwquality.conf enforce_for_root 
pwquality.conf badwords 2 words
login.defs ENV_SUPATH PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
login.defs UMASK 022
login.defs ENCRYPT_METHOD SHA512
dictionary bytes 436054
`;
const rules = read(passwordRules, { rules: debian });

describe("password-rules", () => {
  it("takes the last value, and a flag as yes", () => {
    expect(rules.pwquality).toEqual({ minlen: "14", enforce_for_root: "yes", badwords: "2 words" });
    expect(rules.loginDefs).toMatchObject({ UMASK: "022", ENCRYPT_METHOD: "SHA512" });
    expect(rules.dictionaryBytes).toBe(436_054);
  });

  it("lets the PAM line win, and knows nothing without a module", () => {
    expect(numberOf(effectiveQuality(rules, pamWithQuality("retry=3 minlen=8")) ?? {}, "minlen", 0)).toBe(8);
    expect(numberOf(effectiveQuality(rules, pamWithQuality()) ?? {}, "minlen", 0)).toBe(14);
    expect(effectiveQuality(rules, pam())).toBeUndefined();
  });

  it("reads a host without any of the files, and without a word list", () => {
    expect(read(passwordRules, { rules: "dictionary bytes \n" })).toMatchObject({ pwquality: {}, dictionaryBytes: 0 });
  });

  staysTotal(passwordRules, ["pwquality.conf minlen ", "login.defs __proto__ x", "dictionary bytes 1"]);
});
