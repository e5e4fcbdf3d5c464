import { afterEach, describe, expect, test, vi } from "vitest";
import { labReady } from "@secondlock/lab";

const more = { "no-such-program": "a-package-of-its-own" };

describe("a test that wants a program which is not there", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  test("fails in CI, and is skipped elsewhere with a word", () => {
    vi.stubEnv("CI", "true");
    expect(() => labReady(more)).toThrow(
      /lacks .*a-package-of-its-own\nhint: in CI a skipped test counts as a failed one/,
    );
    vi.stubEnv("CI", "");
    const said = vi.spyOn(console, "warn").mockReturnValue(undefined);
    expect(labReady(more)).toBe(false);
    expect(said).toHaveBeenCalledWith(expect.stringContaining("a-package-of-its-own"));
  });
});
