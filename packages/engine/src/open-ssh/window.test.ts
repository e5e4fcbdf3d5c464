import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closeScript, consoleCommand, openScript, sourceAddress, windowSeconds, windowWord } from "./window.ts";

describe("for how long", () => {
  it.each([
    ["60s", 60],
    ["1m", 60],
    ["30m", 1_800],
    ["8h", 28_800],
    ["59s", undefined],
    ["481m", undefined],
    ["9h", undefined],
    ["0m", undefined],
    ["30", undefined],
    ["1d", undefined],
    ["-5m", undefined],
    ["", undefined],
    ["1m; id", undefined],
  ])("%j is %j seconds", (text, seconds) => expect(windowSeconds(text)).toBe(seconds));
});

describe("to whom", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:DB8:0::7", "2001:db8::7"],
    ["10.0.0.5", "10.0.0.5"],
    ["203.0.113.0/24", undefined],
    ["0.0.0.0", undefined],
    ["127.0.0.1", undefined],
    ["::1", undefined],
    ["::", undefined],
    ["fe80::1", undefined],
    ["fe80::1%eth0", undefined],
    ["ff02::1", undefined],
    ["app-1.example", undefined],
    ["1.2.3.4 }'; id #", undefined],
  ])("%j is %j", (text, address) => expect(sourceAddress(text)).toBe(address));

  it("never lets anything through that a shell or nft would read", () => {
    fc.assert(fc.property(fc.string(), (text) => /^[0-9a-f.:]+$/.test(sourceAddress(text) ?? "::")));
  });
});

describe("what the host is asked", () => {
  const order = { address: "2001:db8::7", seconds: 1_800, who: "ada@desk'\n; id" };

  it("puts the address in with a time, and records who asked", () => {
    expect(openScript(order)).toContain("admin_now_v6 '{ 2001:db8::7 timeout 1800s }'");
    expect(openScript(order)).toContain(`for 1800 s, asked for by ada@desk'\\''?; id'`);
    expect(closeScript("ada@desk")).toContain("flush set inet secondlock admin_now_v6");
  });

  it("is one line on a console", () => {
    expect(consoleCommand("203.0.113.7", 60)).toBe(
      "nft add element inet secondlock admin_now_v4 '{ 203.0.113.7 timeout 60s }'",
    );
    expect(consoleCommand(undefined, 60)).toContain("YOUR.PUBLIC.IPV4.ADDRESS");
  });

  it.each([
    ["Welcome\nwindow opened\n", "opened"],
    ["window  opened", undefined],
    ["", undefined],
  ])("%j says %j", (text, word) => expect(windowWord(text)).toBe(word));
});
