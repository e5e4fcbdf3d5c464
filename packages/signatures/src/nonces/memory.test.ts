import { describe, expect, test } from "vitest";
import { nonceContract } from "../testing/nonce-contract.ts";
import { memoryNonces } from "./memory.ts";

const shared = memoryNonces();
nonceContract("memory", () => shared);

describe("memory", () => {
  test.each([
    ["limit", { limit: 0 }],
    ["limit", { limit: Number.NaN }],
    ["limit", { limit: Number.POSITIVE_INFINITY }],
    ["shardSeconds", { shardSeconds: 0 }],
    ["shardSeconds", { shardSeconds: "x" as never }],
    ["shardSeconds", { shardSeconds: -1 }],
  ])("%s of no use is a bug: %o", (name, options) => {
    expect(() => memoryNonces(options)).toThrow(TypeError);
    expect(() => memoryNonces(options)).toThrow(name);
  });

  test("is bounded, and refuses before it forgets", () => {
    const store = memoryNonces({ limit: 3 });
    for (const nonce of ["a", "b", "c"]) expect(store.burn(nonce, { now: 0, until: 100 })).toBe("fresh");

    expect(store.burn("d", { now: 99, until: 199 })).toBe("full");
    expect(store.burn("a", { now: 99, until: 199 })).toBe("replayed");
    expect(store.burn("d", { now: 101, until: 201 })).toBe("fresh");
    expect(store.size()).toBe(1);
  });

  test("forgets what is over, shard by shard", () => {
    const store = memoryNonces();
    for (let second = 0; second < 10_000; second += 1) store.burn(`n${second}`, { now: second, until: second + 60 });

    expect(store.size()).toBeLessThan(90);
  });

  test("a clock that goes back makes nothing fresh again", () => {
    const store = memoryNonces();
    store.burn("a", { now: 0, until: 60 });
    store.burn("b", { now: 3_600, until: 3_660 });

    expect(store.burn("a", { now: 10, until: 60 })).toBe("replayed");
  });
});
