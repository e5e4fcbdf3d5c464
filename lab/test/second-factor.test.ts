import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Audit } from "@secondlock/engine";
import { admins, type CommandResult, type Lab, labReady, startLab, THROWAWAY } from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";
import { answer, withKey } from "./doors.ts";
import { codeFor, enrolAt, type Sitting } from "./enrolment.ts";
import { built } from "./programs.ts";

/** The person at the keyboard is a program that ssh asks, and that answers with one emergency code after the other. */
describe.skipIf(!labReady())("harden, by somebody who has to type a code", () => {
  let lab: Lab<"app-1">;
  let desk: Desk;
  let ada: Sitting;
  let asked = "";
  let codes = "";

  beforeAll(async () => {
    lab = await startLab({ hosts: { "app-1": { role: "app", fixtures: [admins] } } });
    desk = deskFor(lab, "desk");
    [asked, codes] = [join(lab.directory, "asked"), join(lab.directory, "codes")];
    const program = join(lab.directory, "code.sh");
    writeFileSync(program, `#!/bin/sh\necho "$1" >>${asked}\nhead -n 1 ${codes}\nsed -i 1d ${codes}\n`, {
      mode: 0o700,
    });
    ada = await enrolAt(lab, desk, "ada", (secret) => [codeFor(secret, Math.floor(Date.now() / 30_000))]);
    const making =
      "google-authenticator --time-based --disallow-reuse --force --quiet --rate-limit=3 --rate-time=30 --window-size=3";
    expect(
      await answer(lab.hosts["app-1"], `runuser -l grace -c '${making}'; stat -c %U ~grace/.google_authenticator`),
    ).toBe("grace");
    expect(ada.code).toBe(0);
  });
  afterAll(() => lab?.stop());

  /** Runs it with these codes at hand, and gives how many were asked for as well. */
  async function typing(
    some: readonly string[],
    ...args: readonly string[]
  ): Promise<CommandResult & { readonly typed: number }> {
    writeFileSync(asked, "");
    writeFileSync(codes, some.map((code) => `${code}\n`).join(""));
    const program = join(lab.directory, "code.sh");
    const ran = await lab.operator.exec(
      [
        ...[
          process.execPath,
          built("secondlock"),
          ...args,
          "--ask",
          "-F",
          lab.operator.sshConfig,
          "--sudo-password-stdin",
        ],
      ],
      {
        cwd: desk.directory,
        input: `${lab.operator.passwords.ada}\n`,
        env: {
          ...{ SSH_ASKPASS: program, SSH_ASKPASS_REQUIRE: "force", NO_COLOR: "1" },
          [THROWAWAY.variable]: lab.operator.passwords.canary,
        },
        timeoutMs: 120_000,
      },
    );
    return { ...ran, typed: readFileSync(asked, "utf8").split("\n").length - 1 };
  }

  const methods = (): Promise<string> =>
    answer(lab.hosts["app-1"], "sshd -T -C user=ada,host=h,addr=203.0.113.9 | grep ^authenticationm");

  test("what asks for codes is confirmed with the first one, and proven without another", async () => {
    const hardened = await typing(ada.emergency, "harden", "app-1", "--yes", "--only", "ssh-second-factor");
    expect(hardened.stdout).toContain("changed and confirmed by a new login");
    expect(hardened.stdout).toContain("then asked for keyboard-interactive");
    expect(hardened.stdout).toMatch(/of 1 controls that did not hold: 1 (proven|claimed)\n$/);
    expect(hardened).toMatchObject({ code: 0, typed: 1 });
    expect(await methods()).toContain("publickey,keyboard-interactive:pam");
    expect((await withKey(lab, "ada@app-1", "ada")).stderr).toContain("Permission denied (keyboard-interactive)");
  });

  test("every further change asks twice: to begin, and to confirm", async () => {
    const changed = await typing(ada.emergency.slice(1), "harden", "app-1", "--yes", "--only", "ssh-login-grace");
    expect(changed.stdout).toContain("changed and confirmed by a new login");
    expect(changed.typed).toBe(2);
  });

  test("an audit asks once, and still proves from outside over every address", async () => {
    await lab.hosts["app-1"].exec([
      "sed",
      "-i",
      "s/RATE_LIMIT 3 30.*/RATE_LIMIT 3 30/",
      "/home/ada/.google_authenticator",
    ]);
    const audited = await typing(ada.emergency.slice(3), "audit", "--no-keep", "--json", "-");
    const { verdicts } = JSON.parse(audited.stdout) as Audit;
    expect(audited.typed).toBe(1);
    const one = (id: string): Audit["verdicts"][number] | undefined => verdicts.find(({ control }) => control === id);
    const mine = one("ssh-second-factor")?.instances.find(({ instance }) => instance === "account:ada");
    expect(mine).toMatchObject({ verdict: "proven", outside: "refused" });
    const scanned = one("ports-as-declared")?.evidence.filter(({ side }) => side === "outside") ?? [];
    expect(new Set(scanned.map(({ command }) => command.split(" of ").at(-1)))).toEqual(
      new Set([lab.hosts["app-1"].ipv4, lab.hosts["app-1"].ipv6]),
    );
  });

  test("a wrong code confirms nothing, and the host is as before", async () => {
    await lab.hosts["app-1"].exec([
      "sed",
      "-i",
      "s/RATE_LIMIT 3 30.*/RATE_LIMIT 3 30/",
      "/home/ada/.google_authenticator",
    ]);
    const before = await answer(lab.hosts["app-1"], "cat /etc/ssh/sshd_config.d/*");
    const wrong = ["00000000", "00000000", "00000000", "00000000"];
    const refused = await typing(
      [ada.emergency[4] ?? "", ...wrong],
      ...["harden", "app-1", "--yes", "--confirm-within", "8", "--only", "ssh-max-auth-tries"],
    );
    expect(refused).toMatchObject({
      code: 5,
      stdout: expect.stringMatching(/taken back, and the host is as before: a new login does not work/),
    });
    expect(await answer(lab.hosts["app-1"], "cat /etc/ssh/sshd_config.d/*")).toBe(before);
  });
});
