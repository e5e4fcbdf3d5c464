import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileWish, hostProgram } from "@secondlock/engine/testing";
import { admins, type Lab, labReady, startLab } from "@secondlock/lab";

const home = "/var/lib/secondlock";
const traced = "trace=fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat";

/** One call: what it is, and the path that it is about; of a rename the place where it ends. */
interface Call {
  readonly call: string;
  readonly path: string;
}

// kill -9 proves order only as far as the page cache goes, which survives it: so the calls themselves are looked at
describe.skipIf(!labReady())("what the host's own part writes, in the order of its calls", () => {
  let lab: Lab<"one">;
  let calls: readonly Call[] = [];
  let took = {};

  beforeAll(async () => {
    lab = await startLab({ hosts: { one: { role: "bare", fixtures: [admins], layers: ["strace"] } } });
    const { one } = lab.hosts;
    const input = [
      "seconds\t60",
      fileWish("/etc/issue.net", "ours\n"),
      fileWish("/etc/secondlock-test", "x\n"),
      "",
    ].join("\n");
    await one.exec(["sh", "-c", `mkdir -m 700 ${home}; cat > ${home}/host.pl`], {
      input: hostProgram(),
    });
    const strace = ["strace", "-f", "-y", "-s", "200", "-e", traced, "-o"];
    const begun = await one.exec([...strace, "/begin.trace", "perl", `${home}/host.pl`, "begin"], { input });
    const id = /^armed\t(\S+)$/m.exec(begun.stdout)?.[1] ?? "";
    await one.exec([...strace, "/apply.trace", "perl", `${home}/host.pl`, "apply", id]);
    calls = callsOf((await one.exec(["cat", "/begin.trace", "/apply.trace"])).stdout);
    const another = await one.exec(["perl", `${home}/host.pl`, "rollback", "20200101T000000Z-0000"]);
    const { stdout: armed } = await one.exec(["cat", `${home}/armed`]);
    const back = await one.exec(["perl", `${home}/host.pl`, "rollback", id]);
    took = { another: another.stdout, armed: armed === id, back: back.stdout === `back\t${id}\n` };
  });
  afterAll(() => lab?.stop());

  const at = (call: string, path: RegExp): number => calls.findIndex((one) => one.call === call && path.test(one.path));
  const change = (): number =>
    calls.findIndex(({ call, path }) => call === "rename" && /^\/etc\/(issue\.net|secondlock-test)$/.test(path));

  test("the change was made", () => {
    expect(change()).toBeGreaterThan(0);
  });

  test.each([
    ["what was there before is on the disk", "fsync", /\/journal\/[^/]+\/before\/\.secondlock-/],
    ["and in its folder", "fsync", /\/journal\/[^/]+\/before$/],
    ["the list of it is whole", "rename", /\/journal\/[^/]+\/index$/],
    ["and in its folder too", "fsync", /\/journal\/[^/]+$/],
    ["and the folder in the list of all", "fsync", /\/secondlock\/journal$/],
    ["the timer's unit is there", "rename", /^\/etc\/systemd\/system\/secondlock-rollback\.timer$/],
    ["what takes it back at boot is there", "rename", /^\/etc\/systemd\/system\/secondlock-rollback-at-boot\.service$/],
    ["and systemd's link to it", "fsync", /\/sysinit\.target\.wants$/],
    ["it is armed", "rename", /^\/var\/lib\/secondlock\/armed$/],
  ])("%s before the first change", (_name, call, path) => {
    expect(at(call, path)).toBeGreaterThanOrEqual(0);
    expect(at(call, path)).toBeLessThan(change());
  });

  test("a roll-back that an operator asks for takes back theirs, and no other", () => {
    expect(took).toEqual({ another: "nothing\n", armed: true, back: true });
  });

  test.each([
    ["the list of what is kept", /\/journal\/[^/]+\/index$/],
    ["what each file was", /\/journal\/[^/]+\/before\/\d+$/],
    ["the request", /\/journal\/[^/]+\/request$/],
    ["how far it came", /\/journal\/[^/]+\/state$/],
    ["which change is armed", /^\/var\/lib\/secondlock\/armed$/],
    ["the units of the roll-back", /^\/etc\/systemd\/system\/secondlock-rollback[a-z-]*\.(?:service|timer)$/],
  ])("%s is on the disk before its name leads to it, and the name at once after", (_name, path) => {
    const renamed = calls.flatMap((one, index) => (one.call === "rename" && path.test(one.path) ? [index] : []));
    expect(renamed.length).toBeGreaterThan(0);
    for (const index of renamed) {
      const folder = calls[index]?.path.replace(/\/[^/]*$/, "") ?? "";
      const temporary = expect.stringMatching(/\/\.secondlock-\d+$/) as string;
      expect(calls[index - 1]).toEqual({ call: "fsync", path: temporary });
      expect(calls[index - 1]?.path.startsWith(`${folder}/.`)).toBe(true);
      expect(calls[index + 1]).toEqual({ call: "fsync", path: folder });
    }
  });

  test("each file is on the disk before its name leads to it, and the name before the next file", () => {
    for (const name of ["issue.net", "secondlock-test"]) {
      const renamed = at("rename", new RegExp(`^/etc/${name}$`));
      expect(calls[renamed - 1]).toMatchObject({ call: "fsync", path: expect.stringMatching(/^\/etc\/\.secondlock-/) });
      expect(calls[renamed + 1]).toMatchObject({ call: "fsync", path: "/etc" });
    }
  });
});

function callsOf(trace: string): readonly Call[] {
  return trace.split("\n").flatMap((line): readonly Call[] => {
    const [, call = "", rest = ""] = /^\d+ +(\w+)\((.*)\) += 0/.exec(line) ?? [];
    if (call.startsWith("rename")) return [{ call: "rename", path: /"([^"]*)"[^"]*$/.exec(rest)?.[1] ?? "" }];
    if (call.startsWith("unlink")) return [{ call: "unlink", path: /"([^"]*)"/.exec(rest)?.[1] ?? "" }];
    return call === "" ? [] : [{ call: "fsync", path: /<([^>]*)>/.exec(rest)?.[1] ?? "" }];
  });
}
