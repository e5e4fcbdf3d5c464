import { describe, expect, it } from "vitest";
import { sshdAllowUsers } from "./sshd-allow-users.ts";
import { sshdSettings } from "./sshd-settings.ts";

describe("what a setting of sshd takes from people", () => {
  it.each([
    [{ passwordauthentication: "no" }, "Passwords no longer open SSH: every login needs a key."],
    [
      { passwordauthentication: "no", kbdinteractiveauthentication: "no" },
      "Passwords no longer open SSH: every login needs a key.",
    ],
    [{ permitrootlogin: "no" }, "root cannot log in over SSH."],
    [
      { allowtcpforwarding: "local", permittunnel: "no" },
      "SSH carries connections onward only (`ssh -J`, `ssh -L`), none back (`ssh -R`).",
    ],
    [{ loglevel: "VERBOSE" }, undefined],
  ])("%j", (settings, costs) => {
    expect(sshdSettings(settings).costs).toBe(costs);
  });

  it("names the accounts that alone may log in", () => {
    expect(sshdAllowUsers(["ada", "grace"]).costs).toBe("Over SSH only these accounts log in: ada, grace.");
  });
});
