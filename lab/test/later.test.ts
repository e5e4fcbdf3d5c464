import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Audit } from "@secondlock/engine";
import { admins, type CommandResult, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import { auditorAccount, auditorDeclared, auditorNonce, makeAuditorKey } from "./auditor-account.ts";
import { type Desk, deskFor } from "./desk.ts";
import { withKey } from "./doors.ts";

const first = ["ssh-access-list", "accounts-declared", "ssh-keys-declared"];
const dropIn = "/etc/ssh/sshd_config.d/00-secondlock.conf";

describe.skipIf(!labReady())("who is declared after the host was hardened gets in, and nobody else", () => {
  let lab: Lab<"app-1" | "stranger">;
  let desk: Desk;
  let key = "";

  beforeAll(async () => {
    const hosts = {
      "app-1": { role: "app", fixtures: [admins] },
      stranger: { role: "bare", fixtures: [admins] },
    } as const;
    lab = await startLab({ hosts });
    desk = deskFor(lab, "desk");
    key = await makeAuditorKey(lab);
    await lab.hosts.stranger.exec(["sh", "-c", "umask 077; cat >/root/auditor"], { input: readFileSync(key, "utf8") });
    // she comes later, and nobody has made her account yet
    expect(await on("userdel -r grace 2>/dev/null; id grace 2>&1")).toMatch(/no such user/);
    declared = readFileSync(desk.file, "utf8").replace(
      "22: administration",
      `22: { reason: administration, from: [${lab.operator.ipv4}, "${lab.operator.ipv6}"] }`,
    );
    writeFileSync(desk.file, declared.replace(/^ {2}grace: .*\n/m, ""));
    expect((await harden("--only", ...first)).stdout).toContain("changed and confirmed by a new login");
  });
  afterAll(() => lab?.stop());

  let declared = "";
  const host = (): Host => lab.hosts["app-1"];
  const harden = (...args: readonly string[]): Promise<CommandResult> =>
    desk.secondlock("harden", "app-1", "--yes", ...args);
  const on = async (script: string): Promise<string> => (await host().exec(["sh", "-c", script])).stdout.trim();
  const mayLogIn = async (): Promise<readonly string[]> =>
    (await on(`grep -i allowusers ${dropIn}`)).split(/\s+/).slice(1).toSorted();
  const grace = (): Promise<CommandResult> => withKey(lab, `grace@${host().ipv4}`, "grace");
  const collected = (): Promise<CommandResult> =>
    lab.hosts.stranger.exec(
      [
        ...["ssh", "-o", "StrictHostKeyChecking=no", "-o", "BatchMode=yes", "-o", "ConnectTimeout=5"],
        ...["-i", "/root/auditor", "-l", auditorAccount, host().ipv4],
      ],
      { input: auditorNonce },
    );

  test("who is not declared yet is kept out", async () => {
    expect(await mayLogIn()).not.toContain("grace");
    expect(await grace()).toMatchObject({ code: 255, stderr: expect.stringContaining("Permission denied") });
  });

  test("a second administrator is planned by the list alone", async () => {
    writeFileSync(desk.file, declared);
    const { stdout } = await desk.secondlock("plan", "app-1", "--only", "ssh-access-list");
    expect(stdout).toMatch(/\+ +allowusers ada .*grace/);
  });

  test("a change of another control keeps the list, with her on it", async () => {
    expect((await harden("--only", "ssh-no-x11-forwarding")).stdout).toContain("changed and confirmed by a new login");
    expect(await mayLogIn()).toEqual(expect.arrayContaining(["ada", "grace"]));
  });

  test("everything else later keeps it as well, and she is let in", async () => {
    expect((await harden()).stdout).toContain("changed and confirmed by a new login");
    expect(await mayLogIn()).toEqual(expect.arrayContaining(["ada", "grace"]));
    expect(await grace()).toMatchObject({ stdout: "grace\n" });
    expect((await desk.secondlock("plan", "app-1", "--only", ...first)).stdout).toMatch(/nothing to change/i);
  });

  test("an auditor is let in by its own control alone, through the firewall that stands", async () => {
    const from = [lab.operator, lab.hosts.stranger].flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]);
    writeFileSync(desk.file, `${declared}${auditorDeclared(key, from)}`);
    expect((await collected()).code).toBe(255);
    expect((await harden("--only", "auditor-confined")).stdout).toContain("changed and confirmed by a new login");
    expect((await collected()).stdout).toMatch(/\na1a1[0-9a-f]* done\n$/);
    const { targets } = await desk.audit("--inside-only", "--host", "app-1", "--as-auditor", "--identity", key);
    expect(targets).toMatchObject([{ state: "read", asRoot: true }]);
    const { stdout } = await desk.secondlock("plan", "app-1", "--only", "auditor-confined");
    expect(stdout).toMatch(/nothing to change/i);
    expect(await mayLogIn()).toEqual(expect.arrayContaining(["ada", "grace"]));
  });

  test("the audit of a person still sees behind the block of the auditor", async () => {
    const { verdicts } = await desk.audit("--inside-only", "--host", "app-1");
    const blocks = verdicts.find(({ control }) => control === "ssh-match-blocks");
    expect(blocks?.inside, blocks?.inside.because).toMatchObject({ outcome: "holds" });
  });

  test("a leaver with more keys than anybody looks through is named, and the others are read all the same", async () => {
    const line = lab.operator.keys["root-stray"].publicLine;
    const many = `yes '${line}' | head -n 4000 >~bob/.ssh/authorized_keys; echo '# beyond' >>~bob/.ssh/authorized_keys`;
    await on(`useradd -m bob && mkdir -m 700 ~bob/.ssh && ${many}; chown -R bob: ~bob/.ssh`);
    expect(await on("stat -c %s ~bob/.ssh/authorized_keys")).toMatch(/^[34]\d{5}$/);
    const judged = async (): Promise<Audit["verdicts"][number] | undefined> =>
      (await desk.audit("--inside-only", "--host", "app-1")).verdicts.find(
        ({ control }) => control === "ssh-keys-declared",
      );
    const before = await judged();
    expect(before?.inside).toMatchObject({ outcome: "broken", because: expect.stringContaining("bob: the key file") });
    expect(before?.instances).toEqual(
      expect.arrayContaining([expect.objectContaining({ instance: "account:ada", inside: "holds" })]),
    );
    expect((await harden("--only", "ssh-keys-declared")).stdout).toContain("changed and confirmed by a new login");
    expect(await on("grep -c ^ssh- ~bob/.ssh/authorized_keys")).toBe("0");
    expect((await judged())?.inside).toMatchObject({ outcome: "holds" });
  });
});
