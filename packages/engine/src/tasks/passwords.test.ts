import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { passwords, sharedBy } from "./passwords.ts";

describe("sudo's passwords", () => {
  it("are one for hosts with the same user and a verified key, and asked for again for any other", async () => {
    const asked: string[] = [];
    const all = passwords({ askPassword: (host) => Promise.resolve(`password ${asked.push(host)}`) });
    const ada = sharedBy({ user: "ada", verified: true });
    const stray = sharedBy({ user: "ada", verified: false });
    const given = await Promise.all([
      all.get("app-1", ada),
      all.get("app-2", ada),
      all.get("db-1", sharedBy({ user: "eve", verified: true })),
      all.get("stray-1", stray),
      all.get("stray-2", stray),
    ]);
    expect(given).toEqual(["password 1", "password 1", "password 2", "password 3", "password 4"]);
    expect(asked).toEqual(["app-1", "db-1", "stray-1", "stray-2"]);
  });

  it("are asked for one after the other", async () => {
    let open = 0;
    let most = 0;
    const all = passwords({
      askPassword: async (host) => {
        most = Math.max(most, (open += 1));
        await sleep(5);
        open -= 1;
        return host;
      },
    });
    await Promise.all(["a", "b", "c"].map((host) => all.get(host, undefined)));
    expect(most).toBe(1);
  });
});
