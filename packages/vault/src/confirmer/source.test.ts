import { describe, expect, it } from "vitest";
import { canonicalAddress, clientAddress, isRange, isWithin } from "./source.ts";

describe("one way to write an address", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["2001:DB8:0:0:0:0:0:7", "2001:db8::7"],
    ["2001:db8::7", "2001:db8::7"],
    ["::1", "::1"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::FFFF:cb00:7107", "203.0.113.7"],
    ["0:0:0:0:0:ffff:cb00:7107", "203.0.113.7"],
    // these only look as if an IPv4 address were in them
    ["::203.0.113.7", "::cb00:7107"],
    ["64:ff9b::203.0.113.7", "64:ff9b::cb00:7107"],
  ])("%s is %s", (text, address) => expect(canonicalAddress(text)).toBe(address));

  it.each([
    "",
    "203.0.113",
    "203.0.113.07",
    "0xcb.0.113.7",
    "3405803783",
    "203.0.113.7:443",
    "[::1]",
    "fe80::1%eth0",
    "::1/128",
    " ::1",
    "db-1",
    "203.0.113.7\n",
  ])("%j is none", (text) => expect(canonicalAddress(text)).toBeUndefined());
});

describe("a range", () => {
  it.each([
    "203.0.113.7/32",
    "203.0.113.0/24",
    "0.0.0.0/0",
    "2001:db8::/32",
    "2001:db8::7/128",
    "::/0",
    "10.128.0.0/9",
    "2001:db8:0:8000::/49",
  ])("%s is one", (text) => expect(isRange(text)).toBe(true));

  it.each([
    "203.0.113.7",
    "203.0.113.7/24",
    "203.0.113.0/33",
    "203.0.113.0/024",
    "203.0.113.0/24/8",
    "2001:DB8::/32",
    "2001:db8::1/64",
    "2001:db8:0:0::/64",
    "::ffff:203.0.113.0/120",
    "10.192.0.0/9",
    "/24",
    "x/24",
    "2001:db8::/129",
  ])("%s is none, or not its one form", (text) => expect(isRange(text)).toBe(false));
});

describe("an address in a range", () => {
  const ranges = ["203.0.113.0/24", "2001:db8:7::/48"];

  it.each([
    ["203.0.113.0", true],
    ["203.0.113.255", true],
    ["203.0.114.0", false],
    ["2001:db8:7:ffff::1", true],
    ["2001:db8:8::1", false],
    ["::cb00:7107", false],
    ["64:ff9b::cb00:7107", false],
  ])("%s: %s", (address, inside) => expect(isWithin(address, ranges)).toBe(inside));

  it("is in none of none", () => expect(isWithin("203.0.113.7", [])).toBe(false));
});

describe("who asks", () => {
  const proxies = ["10.0.0.0/24", "2001:db8:f::/64"];

  it.each([
    ["directly", "203.0.113.7", [], "203.0.113.7"],
    ["directly over a socket for both families", "::ffff:203.0.113.7", [], "203.0.113.7"],
    ["directly, and says otherwise", "203.0.113.7", ["198.51.100.1"], "203.0.113.7"],
    ["over a proxy", "10.0.0.2", ["203.0.113.7"], "203.0.113.7"],
    ["over two proxies", "10.0.0.2", ["203.0.113.7, 10.0.0.3"], "203.0.113.7"],
    ["over two proxies of both families, in two lines", "2001:db8:f::1", ["203.0.113.7", "10.0.0.3"], "203.0.113.7"],
    ["over a proxy, and says otherwise", "10.0.0.2", ["198.51.100.1, 203.0.113.7"], "203.0.113.7"],
    [
      "over a proxy, and says otherwise in a line of its own",
      "10.0.0.2",
      ["198.51.100.1", "203.0.113.7"],
      "203.0.113.7",
    ],
    ["over a proxy, as if it were one", "10.0.0.2", ["10.0.0.9, 203.0.113.7"], "203.0.113.7"],
    ["over a proxy, mapped", "::ffff:10.0.0.2", ["::ffff:203.0.113.7"], "203.0.113.7"],
  ])("%s", (_, peer, forwarded, address) => expect(clientAddress(peer, forwarded, proxies)).toBe(address));

  it.each([
    ["a proxy that says nothing", "10.0.0.2", []],
    ["a proxy that says something else", "10.0.0.2", ["unknown"]],
    ["a port", "10.0.0.2", ["203.0.113.7:4711"]],
    ["an empty hop", "10.0.0.2", ["203.0.113.7,"]],
    ["proxies only", "10.0.0.2", ["10.0.0.3"]],
    ["no address at all", "", []],
  ])("cannot be told of %s", (_, peer, forwarded) => expect(clientAddress(peer, forwarded, proxies)).toBeUndefined());
});
