import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPrivate, parseAddresses } from "./host-addresses.ts";

const captured =
  '[{"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8},{"family":"inet6","local":"::1","prefixlen":128}]},{"ifname":"eth0","addr_info":[{"family":"inet","local":"203.0.113.7"},{"family":"inet6","local":"2001:db8::7"},{"family":"inet6","local":"fe80::1"}]}]';

describe("host-addresses", () => {
  it("reads the addresses that others can use", () => {
    expect(parseAddresses(captured)).toEqual({
      known: true,
      value: { addresses: ["203.0.113.7", "2001:db8::7"], ipv6: true },
    });
    expect(parseAddresses('[{"addr_info":[{"local":"127.0.0.1"}]}]')).toEqual({
      known: true,
      value: { addresses: [], ipv6: false },
    });
    expect(parseAddresses("").known).toBe(false);
  });

  it("tells private from public", () => {
    expect(["10.0.0.1", "172.31.0.1", "192.168.1.1", "100.64.0.1", "fd00::1"].every(isPrivate)).toBe(true);
    expect(["172.32.0.1", "100.128.0.1", "203.0.113.7", "2001:db8::1", "0.0.0.0", "*", ""].some(isPrivate)).toBe(false);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseAddresses(text)));
  });
});
