import { controls } from "@secondlock/catalogue";
import { admins, labReady, startLab, type CommandResult, type Lab } from "@secondlock/lab";
import type { FileChange, HostWanted, State } from "@secondlock/model";
import { loadService, wantedOf } from "@secondlock/service";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deskFor, type Desk } from "./desk.ts";
import { answer, withKey, withPassword } from "./doors.ts";
import { codeFor, enrolAt, type Sitting } from "./enrolment.ts";
import { RELOAD_SSHD } from "./reload-sshd.ts";

describe.skipIf(!labReady())("a second factor for SSH", () => {
  let lab: Lab<"app-1">;
  let desk: Desk;
  let wanted: HostWanted;
  let ada: Sitting;
  /** The counter of the code that ada typed. */
  let typed = 0;
  let grace: Sitting;

  beforeAll(async () => {
    lab = await startLab({ hosts: { "app-1": { role: "app", fixtures: [admins] } } });
    desk = deskFor(lab, "desk");
    const loaded = await loadService(desk.file);
    const host = loaded.ok ? wantedOf(loaded.value).hosts[0] : undefined;
    if (host === undefined) throw new Error("the lab's service file has no host");
    wanted = host;
  });
  afterAll(() => lab?.stop());

  const enrol = (
    person: string,
    codes: (secret: string) => readonly string[],
    ...more: readonly string[]
  ): Promise<Sitting> => enrolAt(lab, desk, person, codes, ...more);

  const now = (): number => Math.floor(Date.now() / 30_000);
  const kept = () => answer(lab.hosts["app-1"], "cat ~ada/.google_authenticator");

  function withCode(code: string, name: "ada" | "grace" = "ada"): Promise<CommandResult> {
    const key = ["-i", lab.operator.keys[name].privateFile];
    return withPassword(lab, `${name}@app-1`, code, "publickey,keyboard-interactive", key);
  }

  const methodsOf = (account: string) =>
    answer(lab.hosts["app-1"], `sshd -T -C user=${account},host=h,addr=203.0.113.9 | grep ^authenticationm`);

  async function harden(due: boolean): Promise<void> {
    const [fix] = (
      controls.find(({ id }) => id === "ssh-second-factor")?.fix({ ...wanted, secondFactorDue: due }) ?? []
    ).filter((one): one is State => "settle" in one);
    if (fix?.bring === undefined) throw new Error("nothing brings the second factor");
    const host = lab.hosts["app-1"];
    const raw = Object.entries(fix.fact.reads(wanted)).map(async ([name, { argv }]) => {
      const { code, stdout, stderr } = await host.exec(argv);
      return [name, { stdout, stderr, status: code, truncated: false }] as const;
    });
    const reading = fix.fact.parse(Object.fromEntries(await Promise.all(raw)), wanted);
    if (!reading.known) throw new Error(reading.reason);
    const files = fix.bring(fix.settings, reading.value).filter((one): one is FileChange => one.kind === "file");
    for (const { path, content } of files) {
      const before = await host.exec(["cat", path]);
      const after = content(before.code === 0 ? before.stdout : undefined) ?? "";
      await host.exec(["sh", "-c", 'umask 077; cat > "$1"', "sh", path], { input: after });
    }
    expect(await answer(host, `sshd -t || exit; ${RELOAD_SSHD}; echo fine`)).toBe("fine");
  }

  test("the person proves a code before anything is written, and the module's file is as it wants it", async () => {
    const nothing = await enrol("ada", () => ["000000x", "1", "2"]);
    expect(nothing).toMatchObject({
      code: 3,
      err: expect.stringMatching(/wrong; after 3 tries nothing was written\nhint: /) as string,
    });
    expect(await kept()).toContain("No such file");

    ada = await enrol("ada", (secret) => {
      typed = now();
      return ["000000", codeFor(secret, typed)];
    });
    expect(ada).toMatchObject({ code: 0, out: expect.stringContaining("ada is enrolled on app-1") as string });
    expect(ada.secret).not.toBe(nothing.secret);
    expect(await kept()).toBe(
      `${ada.secret}\n" RATE_LIMIT 3 30\n" WINDOW_SIZE 3\n" DISALLOW_REUSE ${typed}\n" TOTP_AUTH\n${ada.emergency.join("\n")}`,
    );
    expect(
      await answer(lab.hosts["app-1"], "stat -c '%a %U %G' ~ada/.google_authenticator; ls -A ~ada | grep -c google"),
    ).toBe("400 ada ada\n1");
  });

  test("the secret is in no other file, here or there, and a file or a pipe is not shown it", async () => {
    const search = `journalctl --flush; grep -rlF -e "$SECRET" -e "$CODE" /etc /home /root /var /tmp /run 2> /dev/null`;
    const env = { SECRET: ada.secret, CODE: ada.emergency[0] ?? "" };
    expect((await lab.hosts["app-1"].exec(["sh", "-c", search], { env })).stdout.trim()).toBe(
      "/home/ada/.google_authenticator",
    );
    expect((await lab.operator.exec(["grep", "-rlF", ada.secret, desk.directory])).stdout).toBe("");
    expect(await desk.secondlock("enrol", "ada")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no terminal") as string,
    });
  });

  test("an enrolment is not overwritten, and --again replaces it only once the new one is proven", async () => {
    const before = await kept();
    const again = await enrol("ada", () => []);
    expect(again).toMatchObject({ code: 3, secret: "", err: expect.stringContaining("--again") as string });
    expect((await enrol("ada", () => ["1", "2", "3"], "--again")).code).toBe(3);
    expect(await kept()).toBe(before);
    ada = await enrol(
      "ada",
      (secret) => {
        typed = now();
        return [codeFor(secret, typed)];
      },
      "--again",
    );
    expect(ada.code).toBe(0);
    expect(await kept()).toContain(ada.secret);
  });

  test("over another's login with sudo, the file is written by the person all the same", async () => {
    const host = lab.hosts["app-1"];
    await host.exec(["sh", "-c", "echo 'ada ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/lab"]);
    grace = await enrol("grace", (secret) => [codeFor(secret, now())]);
    expect(grace.code).toBe(0);
    expect(await answer(host, "stat -c '%a %U %G' ~grace/.google_authenticator")).toBe("400 grace grace");
    await host.exec(["sh", "-c", "rm /etc/sudoers.d/lab; mv ~grace/.google_authenticator /root/grace"]);
  });

  test("during the period ada needs key and code, and grace, who is not enrolled, her key", async () => {
    expect((await withKey(lab, "ada@app-1", "ada")).stdout).toBe("ada\n");
    await harden(false);
    const host = lab.hosts["app-1"];
    const asked = (account: string) =>
      answer(
        host,
        `sshd -T -C user=${account},host=h,addr=203.0.113.9 | grep -E '^(authenticationmethods|kbdinter|password)' | sort`,
      );
    const key = "authenticationmethods publickey\nkbdinteractiveauthentication no\npasswordauthentication no";
    const both =
      "authenticationmethods publickey,keyboard-interactive:pam\nkbdinteractiveauthentication yes\npasswordauthentication no";
    expect(await Promise.all(["ada", "grace", "root"].map(asked))).toEqual([both, key, key]);

    expect((await withKey(lab, "ada@app-1", "ada")).stderr).toContain("Permission denied (keyboard-interactive)");
    expect((await withKey(lab, "grace@app-1", "grace")).stdout).toBe("grace\n");
    // typed at enrolment: used up
    expect((await withCode(codeFor(ada.secret, typed))).stderr).toContain("Permission denied");
    const next = codeFor(ada.secret, typed + 1);
    expect(await withCode(next)).toMatchObject({ code: 0, stdout: "ada\n" });
    expect((await withCode(next)).stderr).toContain("Permission denied");

    await host.exec(["sed", "-i", "s/RATE_LIMIT 3 30.*/RATE_LIMIT 3 30/", "/home/ada/.google_authenticator"]);
    expect((await withCode("000000")).stderr).toContain("Permission denied");
    expect((await withCode(lab.operator.passwords.ada)).stderr).toContain("Permission denied");
    await host.exec(["sed", "-i", "s/RATE_LIMIT 3 30.*/RATE_LIMIT 3 30/", "/home/ada/.google_authenticator"]);
    const [emergency = ""] = ada.emergency;
    expect((await withCode(emergency)).stdout).toBe("ada\n");
    expect((await withCode(emergency)).stderr).toContain("Permission denied");
  });

  test("from the day on grace's key opens nothing but enrolling, and everybody else needs a code", async () => {
    await harden(true);
    const alone = await withKey(lab, "grace@app-1", "grace");
    expect(alone.stdout).not.toContain("grace\n");
    expect(alone.stdout).toContain("Your new secret key is");
    expect(await methodsOf("root")).toBe("authenticationmethods publickey,keyboard-interactive:pam");
  });

  test("once all are enrolled, all need a code, day or not; a second run changes nothing", async () => {
    const host = lab.hosts["app-1"];
    await host.exec(["sh", "-c", "mv /root/grace ~grace/.google_authenticator"]);
    await harden(false);
    expect(await methodsOf("root")).toBe("authenticationmethods publickey,keyboard-interactive:pam");
    expect((await withKey(lab, "grace@app-1", "grace")).stderr).toContain("Permission denied (keyboard-interactive)");
    expect((await withCode(codeFor(grace.secret, now() + 1), "grace")).stdout).toBe("grace\n");
    const files = "cat /etc/pam.d/sshd /etc/ssh/sshd_config.d/*";
    const once = await answer(host, files);
    await harden(false);
    expect(await answer(host, files)).toBe(once);
  });
});
