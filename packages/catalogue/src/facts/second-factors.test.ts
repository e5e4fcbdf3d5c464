import { describe, expect, it } from "vitest";
import { read, staysTotal } from "../../testing/hostile-output.ts";
import { secondFactors } from "./second-factors.ts";

describe("second-factors", () => {
  it("reads mode, owner, options and the number of emergency codes", () => {
    const files =
      "file ada 400 ada\noption ada RATE_LIMIT 3 30\noption ada WINDOW_SIZE 3 \noption ada DISALLOW_REUSE  \noption ada TOTP_AUTH  \ncodes ada 2\nend\n";
    const options = ["RATE_LIMIT 3 30", "WINDOW_SIZE 3", "DISALLOW_REUSE", "TOTP_AUTH"];
    expect(read(secondFactors, { files })).toEqual([
      { account: "ada", mode: 0o400, owner: "ada", options, emergencyCodes: 2 },
    ]);
  });

  it("reads a host where nobody has enrolled", () => {
    expect(read(secondFactors, { files: "end\n" })).toEqual([]);
  });

  staysTotal(secondFactors, ["file ada 400 ada\n", "option ada ", "codes ada "]);
});
