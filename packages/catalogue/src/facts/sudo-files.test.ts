import { describe, expect, it } from "vitest";
import { read, staysTotal } from "../../testing/hostile-output.ts";
import { sudoCheck, sudoFiles } from "./sudo-files.ts";

describe("sudo-check", () => {
  it("takes file, line and kind of error, never the rule itself", () => {
    const stderr =
      "/etc/sudoers.d/x:1:24: syntax error\nada ALL=(ALL) NOPASSWD SECRET\n                       ^~~~~~\n";
    const check = read(sudoCheck, { check: { status: 1, stderr, stdout: "" } });
    expect(check).toEqual({ installed: true, complaint: "/etc/sudoers.d/x:1:24: syntax error" });
  });

  it("reads wrong modes, a clean check, and a host without sudo", () => {
    const stdout = "/etc/sudoers: bad permissions, should be mode 0440\n";
    expect(read(sudoCheck, { check: { status: 1, stdout } }).complaint).toMatch(/bad permissions/);
    expect(read(sudoCheck, { check: "/etc/sudoers: parsed OK\n/etc/sudoers.d/README: parsed OK\n" }).complaint).toBe(
      "",
    );
    expect(read(sudoCheck, { check: { status: 127 } }).installed).toBe(false);
  });

  staysTotal(sudoCheck, ["/etc/sudoers:1:", "bad "]);
});

describe("sudo-files", () => {
  it("reads Debian 12 as installed", () => {
    const list = read(sudoFiles, {
      files:
        "440 root root f /etc/sudoers\u0000755 root root d /etc/sudoers.d\u00004755 root root f /usr/bin/sudo\0end\0",
    });
    expect(list.files.map(({ mode }) => mode)).toEqual([0o440, 0o755, 0o4755]);
  });

  staysTotal(sudoFiles, ["440 root root f /etc/sudoers\0"]);
});
