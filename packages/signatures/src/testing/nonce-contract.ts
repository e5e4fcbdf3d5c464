import { describe, expect, test } from "vitest";
import type { Burnt, NonceStore } from "../nonces/nonce-store.ts";

/** What every nonce store keeps. `make` gives a view of the same fresh store at each call, as another process would have it. */
export function nonceContract(name: string, make: () => NonceStore): void {
  const now = Date.now() / 1_000;
  const lifetime = { now, until: now + 100 };
  let last = 0;
  const fresh = (): string => `nonce-${name}-${(last += 1)}`;

  describe(`${name} keeps the contract of nonce stores`, () => {
    test("a nonce is fresh once", async () => {
      const nonce = fresh();

      expect(await make().burn(nonce, lifetime)).toBe("fresh");
      expect(await make().burn(nonce, lifetime)).toBe("replayed");
      expect(await make().burn(nonce, { now, until: now + 200 })).toBe("replayed");
    });

    test("another nonce is another", async () => {
      expect(await make().burn(fresh(), lifetime)).toBe("fresh");
      expect(await make().burn(fresh(), lifetime)).toBe("fresh");
    });

    test("names that mean something to JavaScript or to a database", async () => {
      for (const nonce of ["__proto__", "constructor", "'; DROP TABLE nonces; --", "*", "\u00e4", " "]) {
        expect(await make().burn(nonce, lifetime)).toBe("fresh");
        expect(await make().burn(nonce, lifetime)).toBe("replayed");
      }
    });

    test("of two that race, exactly one is fresh: 1,000 tries", async () => {
      const [one, other] = [make(), make()];
      for (let at = 0; at < 1_000; at += 50) {
        const pairs = Array.from({ length: 50 }, fresh).map((nonce) =>
          Promise.all([one.burn(nonce, lifetime), other.burn(nonce, lifetime)]),
        );
        for (const pair of await Promise.all(pairs)) {
          expect(pair.toSorted((a, b) => a.localeCompare(b))).toEqual(["fresh", "replayed"]);
        }
      }
    });

    test("of 100 that race for one nonce, exactly one is fresh", async () => {
      const nonce = fresh();
      const all: Burnt[] = await Promise.all(Array.from({ length: 100 }, async () => make().burn(nonce, lifetime)));

      expect(all.filter((burnt) => burnt === "fresh")).toHaveLength(1);
    });

    test("a nonce is still known just before its time", async () => {
      const nonce = fresh();

      expect(await make().burn(nonce, { now, until: now + 50 })).toBe("fresh");
      expect(await make().burn(nonce, { now: now + 49, until: now + 99 })).toBe("replayed");
    });

    // the last one: a store in memory takes no nonce of a time that it has forgotten
    test.each([
      ["this server's clock", now, (store: NonceStore) => store],
      ["another server's clock", now + 10_000, () => make()],
    ])("%s is an hour ahead for a while, and nothing is forgotten", async (_story, start, other) => {
      const store = make();
      const nonce = fresh();

      expect(await store.burn(nonce, { now: start, until: start + 200 })).toBe("fresh");
      const ahead = start + 3_600;
      expect(await other(store).burn(fresh(), { now: ahead, until: ahead + 100 })).toBe("fresh");
      expect(await store.burn(nonce, { now: start + 10, until: start + 200 })).toBe("replayed");
      expect(await make().burn(nonce, { now: start + 10, until: start + 200 })).toBe("replayed");
    });
  });
}
