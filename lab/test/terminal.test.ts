import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, type Lab, labReady, startLab } from "@secondlock/lab";
import { atTerminal } from "./at-terminal.ts";
import { type Desk, deskFor } from "./desk.ts";
import { answer } from "./doors.ts";

/** A service file whose one host opens its port on demand. */
function onDemand({ hosts }: Lab<"app-1">): string {
  const host = `{ ssh: ada@${hosts["app-1"].ipv4}, vendor: cloud }`;
  const ports = "{ app-1: { 22: { reason: administration, from: on-demand } } }";
  return `service: desk\nhosts: { app-1: ${host} }\nvendors: { cloud: { holds: [hosts] } }\nports: ${ports}\n`;
}

const goOn = ["Type the whole word yes to go on", "yes"] as const;

describe.skipIf(!labReady())("a person at a terminal", () => {
  let lab: Lab<"app-1">;
  let desk: Desk;
  let codes: readonly string[] = [];
  const password = (): readonly [string, string] => ["asks for your password", lab.operator.passwords.ada];
  const code = (index: number): readonly [string, string] => ["Verification code", codes[index] ?? ""];

  beforeAll(async () => {
    lab = await startLab({ hosts: { "app-1": { role: "app", fixtures: [admins] } } });
    desk = deskFor(lab, "desk");
    const make = "google-authenticator -t -d -f -q -r 3 -R 30 -w 3";
    for (const name of ["ada", "grace"]) await answer(lab.hosts["app-1"], `runuser -l ${name} -c '${make}'`);
    codes = (await answer(lab.hosts["app-1"], "grep -E '^[0-9]{8}$' ~ada/.google_authenticator")).split("\n");
    expect(codes.length).toBe(5);
  });
  afterAll(() => lab?.stop());

  test("types sudo's password once, and the change is proven with it", async () => {
    const done = await atTerminal(lab, desk, [password(), goOn], "harden", "app-1", "--only", "ssh-max-auth-tries");
    expect(done.stdout).toMatch(/of 1 controls that did not hold: 1 (claimed|proven)/);
    expect(done).toMatchObject({ code: 0, left: [] });
  });

  test("who mistypes it is asked once more, and not a third time: further tries would lock the account", async () => {
    const refused = "journalctl --no-pager -g 'sudo:auth.: authentication failure' | grep -c ruser=ada || true";
    const again = (word: string): readonly [string, string] => ["Type it once more", word];
    const wrong = ["asks for your password", "not-hers"] as const;
    const plan = ["plan", "app-1", "--only", "ssh-max-auth-tries"];
    const right = await atTerminal(lab, desk, [wrong, again(lab.operator.passwords.ada)], ...plan);
    expect(right.stdout).toContain("nothing to change");
    expect(right).toMatchObject({ code: 0, left: [] });
    expect(await answer(lab.hosts["app-1"], refused)).toBe("1");
    const never = await atTerminal(lab, desk, [wrong, again("nor-this"), again("unasked")], ...plan);
    expect(never.stdout).toContain("refused: sudo does not take the password");
    expect(never).toMatchObject({ code: 3, left: [again("unasked")] });
    expect(await answer(lab.hosts["app-1"], refused)).toBe("3");
  });

  test("types the code that a login asks for, without an option", async () => {
    const only = ["--only", "ssh-second-factor"];
    const asked = await atTerminal(lab, desk, [password(), goOn, code(0)], "harden", "app-1", ...only);
    expect(asked.stdout).toContain("changed and confirmed by a new login");
    expect(asked).toMatchObject({ code: 0, left: [] });
    const planned = await atTerminal(lab, desk, [code(1), password()], "plan", "app-1", ...only);
    expect(planned.stdout).toContain("nothing to change");
    expect(planned).toMatchObject({ code: 0, left: [] });
  });

  test("types that code for open-ssh as well, and then sudo's password", async () => {
    const declared = readFileSync(desk.file, "utf8");
    writeFileSync(desk.file, onDemand(lab));
    const done = await atTerminal(lab, desk, [code(2), password()], "open-ssh", "app-1", "--from", lab.operator.ipv4);
    writeFileSync(desk.file, declared);
    // the firewall was not hardened: what is shown is that the login came about, as root
    expect(done.stdout).toContain("its firewall has no port on demand");
    expect(done).toMatchObject({ code: 5, left: [] });
  });

  test("without a terminal the reason says so", async () => {
    const { code: status, stdout } = await desk.secondlock("plan", "app-1", "--only", "ssh-second-factor");
    expect(status).toBe(3);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "refused: the login asks for a code after the key hint: run it at a terminal",
    );
  });
});
