import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileWish } from "@secondlock/engine/testing";
import { admins, type Lab, labReady, startLab } from "@secondlock/lab";
import { difference, everything } from "./everything.ts";
import { type RawChanges, rawChanges } from "./raw-changes.ts";

const paths = ["/etc/secondlock-one", "/etc/secondlock-two", "/etc/secondlock-waits"] as const;
const command = "perl /var/lib/secondlock/host.pl undo-all";

describe.skipIf(!labReady())("on a console, with nothing but what the text for when all else fails says", () => {
  let lab: Lab<"one">;
  let raw: RawChanges;

  beforeAll(async () => {
    lab = await startLab({ hosts: { one: { role: "bare", fixtures: [admins] } } });
    raw = rawChanges(lab);
  });
  afterAll(() => lab?.stop());
  const sh = async (script: string): Promise<string> => await raw.sh(lab.hosts.one, script);

  test("one short line takes back every change, one that waits first, and what was before stands again", async () => {
    const { one } = lab.hosts;
    await sh(`echo before > ${paths[0]}; chmod 640 ${paths[0]}`);
    const before = await everything(one);
    expect(await raw.change(one, { wishes: [fileWish(paths[0], "ours\n")], seconds: 60 })).toMatchObject({
      told: "confirmed",
    });
    expect(await raw.change(one, { wishes: [fileWish(paths[1], "ours\n")], seconds: 60 })).toMatchObject({
      told: "confirmed",
    });
    const waits = await raw.change(one, {
      ...{ wishes: [fileWish(paths[2], "ours\n")], seconds: 60, waitAt: "log in anew" },
      async atStep() {
        expect(await sh(`cat ${paths.join(" ")}`)).toBe("ours\nours\nours\n");
        const told = await one.exec(["sh", "-c", command]);
        expect(told.stdout).toMatch(/\neverything is as it was before the first change\n$/);
        expect(told.code).toBe(0);
      },
    });
    expect(waits.told).not.toBe("confirmed");
    expect(difference(before, await everything(one))).toBe("");
    expect(await sh("ls /var/lib/secondlock/armed 2>/dev/null; systemctl is-active secondlock-rollback.timer")).toBe(
      "inactive\n",
    );
  });

  test("a second time there is nothing left to take back, and it says so", async () => {
    const told = await lab.hosts.one.exec(["sh", "-c", command]);
    expect(told).toMatchObject({ code: 0 });
    expect(told.stdout).toContain("nothing that was changed here is left to take back\n");
  });
});
