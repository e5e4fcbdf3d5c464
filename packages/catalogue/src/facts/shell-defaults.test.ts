import { describe, expect, it } from "vitest";
import { read, staysTotal } from "../../testing/hostile-output.ts";
import { shellDefaults } from "./shell-defaults.ts";

describe("shell-defaults", () => {
  it("reads Debian 12 as installed: nothing is set", () => {
    expect(read(shellDefaults, { settings: "end\n" })).toEqual({ umask: [], timeout: [], timeoutReadonly: false });
  });

  it("reads a team's own file", () => {
    const settings = "umask /etc/profile.d/t.sh 027\ntimeout /etc/profile.d/t.sh 900\nreadonly\nend\n";
    const file = "/etc/profile.d/t.sh";
    expect(read(shellDefaults, { settings })).toEqual({
      umask: [{ file, value: "027" }],
      timeout: [{ file, value: "900" }],
      timeoutReadonly: true,
    });
  });

  staysTotal(shellDefaults, ["umask ", "timeout ", "readonly\n"]);
});
