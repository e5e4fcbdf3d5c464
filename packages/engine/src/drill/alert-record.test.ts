import { describe, expect, it } from "vitest";
import { alertRecord, loginScript, markedLogin, recordScript } from "./alert-record.ts";

const nonce = "00112233445566778899aabb";
const head = "Welcome\ndrill runs\ndrill channel ops\ndrill channel tls\n";
const record = (...fields: readonly string[]): string => `drill record ${fields.join("\t")}\n`;
const noticed =
  record("noticed", "a-1", "login of ada from 198.18.0.2 port 60820, publickey") +
  record("noticed", "a-2", `drill by ada marked ${nonce}, a drill`);

describe("the record of a marked login", () => {
  it("tells each channel apart, with the reason of one that failed", () => {
    const text =
      head +
      noticed +
      record("delivered", "a-1", "ops", "0", "login ...") +
      record("delivered", "a-2", "ops", "1", "drill ...") +
      record("failed", "a-1", "tls", "verify error:num=18") +
      "drill end\n";
    expect(alertRecord(text, nonce)).toEqual({
      ...{ runs: true, quiet: false },
      login: [
        { channel: "ops", seconds: 0 },
        { channel: "tls", failed: "verify error:num=18" },
      ],
      mark: [{ channel: "ops", seconds: 1 }, { channel: "tls" }],
    });
  });

  it.each<[string, string, unknown]>([
    ["an answer that stops", head + noticed, undefined],
    ["no program", "drill end\n", { runs: false, login: [], mark: [], quiet: false }],
    [
      "a quiet login",
      "drill runs\ndrill channel ops\n" +
        record("quiet", "a-1", "login of ada port 1, x") +
        record("noticed", "a-2", `marked ${nonce}, x`) +
        record("delivered", "a-2", "ops", "2", "x") +
        "drill end\n",
      { runs: true, quiet: true, login: [{ channel: "ops" }], mark: [{ channel: "ops", seconds: 2 }] },
    ],
  ])("%s", (_name, text, wanted) => {
    expect(alertRecord(text, nonce)).toEqual(wanted);
  });

  it("shows no escape sequence of a host's", () => {
    const evil = "\u001B]0;owned\u0007\u001B[2Jops";
    const text = `drill channel ${evil}\n${noticed}${record("failed", "a-1", evil, `no \u001B[1;1Hway`)}drill end\n`;
    expect(alertRecord(text, nonce)?.login).toEqual([{ channel: "ops", failed: "no way" }]);
  });

  it("knows the login by its port", () => {
    expect(markedLogin("Hello\ndrill-login 1795254809 198.18.0.2 60820 198.18.0.11 22\n")).toEqual({
      ...{ since: 1_795_254_809, port: "60820" },
    });
    expect(markedLogin("drill-login 1795254809 \n")).toBeUndefined();
  });

  it("leaves the mark with the rights of root, never with the login's: anybody's is not believed", () => {
    expect(loginScript).not.toContain("secondlock-drill");
    expect(recordScript(nonce, { since: 1, port: "1" }, 5)).toMatch(
      new RegExp(`^logger -t secondlock-drill ${nonce} `),
    );
  });

  it("takes no nonce that a shell would read", () => {
    expect(() => recordScript("x; id", { since: 1, port: "1" }, 5)).toThrow(/nonce/);
    expect(() => recordScript("$(id)", { since: 1, port: "1" }, 5)).toThrow(/nonce/);
  });
});
