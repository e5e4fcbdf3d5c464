import { describe, expect, it } from "vitest";
import { authenticatorFile, newEnrolment, otpauthUri } from "./enrolment.ts";

describe("an enrolment", () => {
  it("is new each time: 160 bits, and five codes of eight digits", () => {
    const [one, other] = [newEnrolment(), newEnrolment()];
    expect(one.secret).toHaveLength(20);
    expect(one.secret).not.toEqual(other.secret);
    expect(new Set(one.scratchCodes).size).toBe(5);
    for (const code of one.scratchCodes) expect(code).toMatch(/^[1-9]\d{7}$/);
  });

  const secret = Buffer.from("12345678901234567890");

  it("reads as an authenticator app wants it, whatever the names are", () => {
    expect(otpauthUri(secret, "my shop", "ada@app-1")).toBe(
      "otpauth://totp/my%20shop:ada%40app-1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=my%20shop",
    );
  });

  it("is the file that the host's module reads, with the typed code used up", () => {
    expect(authenticatorFile({ secret, scratchCodes: ["12345678", "87654321"] }, 41)).toBe(
      'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n" RATE_LIMIT 3 30\n" WINDOW_SIZE 3\n" DISALLOW_REUSE 41\n" TOTP_AUTH\n12345678\n87654321\n',
    );
  });
});
