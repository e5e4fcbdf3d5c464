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

  it("that are wrong are asked for once more, for all hosts that share them", async () => {
    const asked: string[] = [];
    const all = passwords({
      askPassword: (host, again) =>
        Promise.resolve(`password ${asked.push(`${host}${again === true ? " again" : ""}`)}`),
    });
    const [ada, eve] = ["ada", "eve"];
    await Promise.all([all.get("app-1", ada), all.get("app-2", ada), all.get("db-1", eve)]);
    const given = await Promise.all([
      all.again("app-1", ada),
      all.again("app-2", ada),
      all.again("db-1", eve),
      all.again("stray-1", undefined),
    ]);
    expect(given).toEqual(["password 3", "password 3", "password 4", "password 5"]);
    expect(asked.slice(2)).toEqual(["app-1 again", "db-1 again", "stray-1 again"]);
    // what comes later in the run asks nobody; a host that took the first answer keeps it
    expect(await all.get("app-2", ada)).toBe("password 3");
    expect(await all.get("stray-1", undefined)).toBe("password 5");
    expect(await all.get("app-3", ada)).toBe("password 1");
  });

  it("that a script sends are not asked for again", async () => {
    const all = passwords({ askPassword: () => Promise.resolve("sent"), passwordAtHand: true });
    expect(await all.again("app-1", undefined)).toBeUndefined();
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
