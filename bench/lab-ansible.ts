import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../lab/src/index.ts";

/** Seconds that `ansible-playbook` takes for one host, with what makes it fast: one connection that stays, and pipelining. */
export async function ansible(
  lab: Lab,
  host: string,
  playbook: string,
  collections: readonly string[] = [],
): Promise<number> {
  const { operator } = lab;
  const home = join(lab.directory, `ansible-${host}`);
  mkdirSync(home, { recursive: true });
  const password = join(home, "become");
  writeFileSync(password, operator.passwords.ada, { mode: 0o600 });
  const started = performance.now();
  const ran = await operator.exec(["ansible-playbook", "-i", `${host},`, playbook], {
    cwd: home,
    env: {
      ANSIBLE_BECOME_PASSWORD_FILE: password,
      ANSIBLE_COLLECTIONS_PATH: [...collections, "/usr/lib/python3/dist-packages"].join(":"),
      ANSIBLE_HOME: home,
      ANSIBLE_HOST_KEY_CHECKING: "True",
      ANSIBLE_LOCAL_TEMP: home,
      ANSIBLE_PIPELINING: "True",
      ANSIBLE_PYTHON_INTERPRETER: "/usr/bin/python3",
      ANSIBLE_SSH_ARGS: `-F ${operator.sshConfig} -o ControlMaster=auto -o ControlPersist=60s`,
      HOME: home,
      LC_ALL: "C.UTF-8",
    },
    timeoutMs: 900_000,
  });
  const seconds = (performance.now() - started) / 1_000;
  if (ran.code !== 0)
    throw new Error(`ansible-playbook ended with ${ran.code}: ${ran.stdout.slice(-3_000)}${ran.stderr.slice(-1_000)}`);
  return seconds;
}
