import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, type CommandResult, type Lab, labReady, startLab, weak } from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";

/** What Ansible counted for the one host, e.g. `changed`. */
function counted({ stdout }: CommandResult): Readonly<Record<string, number>> {
  const [, recap = ""] = /^app-1\s*: (.*)$/m.exec(stdout) ?? [];
  return Object.fromEntries([...recap.matchAll(/(\w+)=(\d+)/g)].map(([, name = "", count]) => [name, Number(count)]));
}

describe.skipIf(!labReady({ "ansible-playbook": "ansible-core" }))(
  "Ansible brings a weak host to what the service file says",
  () => {
    let lab: Lab<"app-1">;
    let desk: Desk;

    beforeAll(async () => {
      lab = await startLab({ hosts: { "app-1": { role: "app", fixtures: [admins, weak] } } });
      desk = deskFor(lab, "desk");
    });
    afterAll(() => lab?.stop());

    const overSsh = (): readonly string[] => ["--ssh-config", lab.operator.sshConfig, "--sudo-password-stdin"];
    const play = (...args: readonly string[]): Promise<CommandResult> => {
      const home = join(desk.directory, "ansible");
      mkdirSync(home, { recursive: true });
      const password = join(home, "become");
      // else it asks a thousand times a second whether a task is done
      writeFileSync(join(desk.directory, "ansible.cfg"), "[defaults]\ninternal_poll_interval = 0.01\n");
      writeFileSync(password, `${lab.operator.passwords.ada}\n`, { mode: 0o600 });
      return lab.operator.exec(["ansible-playbook", "-i", "app-1,", "playbook.yaml", ...args], {
        cwd: desk.directory,
        env: {
          ...{
            ANSIBLE_HOME: home,
            ANSIBLE_NOCOLOR: "1",
            ANSIBLE_PIPELINING: "1",
            ANSIBLE_SSH_TRANSFER_METHOD: "piped",
            LC_ALL: "C.UTF-8",
          },
          ...{ ANSIBLE_BECOME_PASSWORD_FILE: password, ANSIBLE_PYTHON_INTERPRETER: "/usr/bin/python3" },
          ANSIBLE_PIPELINING: "1",
          ANSIBLE_SSH_ARGS: `-F ${lab.operator.sshConfig} -o ControlMaster=auto -o ControlPersist=20`,
        },
        timeoutMs: 240_000,
      });
    };

    test("the playbook is written, and Ansible takes it, also for a dry run", async () => {
      const made = await desk.secondlock(
        "export",
        "ansible",
        "app-1",
        "--from-host",
        "-o",
        "playbook.yaml",
        ...overSsh(),
      );
      expect(made).toMatchObject({ code: 0, stdout: "" });
      expect(await play("--syntax-check")).toMatchObject({ code: 0 });
      const dry = await play("--check");
      expect(dry, dry.stdout).toMatchObject({ code: 0 });
      expect(counted(dry)["failed"]).toBe(0);
    });

    test("it is brought about, a second run changes nothing, and nothing is left to plan", async () => {
      const applied = await play();
      expect(applied, applied.stdout).toMatchObject({ code: 0 });
      expect(counted(applied)["changed"]).toBeGreaterThan(20);
      const again = await play();
      expect(counted(again), again.stdout).toMatchObject({ changed: 0, failed: 0 });
      const { stdout } = await desk.secondlock("plan", "app-1", "--json");
      const { plans } = JSON.parse(stdout) as { plans: { items: readonly { steps: readonly { kind: string }[] }[] }[] };
      const steps = plans.flatMap(({ items }) => items.flatMap(({ steps }) => steps));
      // what only a host can do for itself is not exported, and the command says so
      expect(steps.filter(({ kind }) => kind !== "certificate" && kind !== "sql")).toEqual([]);
    });
  },
);
