import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, type Host, type Lab, labReady, startLab } from "@secondlock/lab";

const COMMAND = join(import.meta.dirname, "../../packages/cli/bin/secondlock.js");
const NAMES = ["new-1", "new-2"] as const;
type Name = (typeof NAMES)[number];

/** The lab has no network of a provider, its host keys are known beforehand, and its image has no locales. */
const SETTINGS = "datasource_list: [NoCloud]\nnetwork: {config: disabled}\nssh_deletekeys: false\nlocale: false\n";
const SEED = `mkdir -p /var/lib/cloud/seed/nocloud
cat > /var/lib/cloud/seed/nocloud/user-data
printf 'instance-id: %s\\n' "$1" > /var/lib/cloud/seed/nocloud/meta-data
printf '%s' "$2" > /etc/cloud/cloud.cfg.d/99_lab.cfg`;

describe.skipIf(!labReady())("a new server is closed until its first boot has passed", () => {
  let lab: Lab<Name>;
  let directory: string;

  beforeAll(async () => {
    const wish = { role: "bare", layers: ["settled", "cloud-init"] } as const;
    lab = await startLab({ hosts: { "new-1": wish, "new-2": wish } });
    directory = join(lab.directory, "desk");
    mkdirSync(directory);
    writeFileSync(join(directory, "secondlock.yaml"), serviceFile(lab));
    await Promise.all(NAMES.map((name) => firstBoot(name, name === "new-2")));
  });
  afterAll(() => lab?.stop());

  /** Exports, and boots with what was exported; a spoilt one has a line for sshd that sshd does not know. */
  async function firstBoot(name: Name, spoilt: boolean): Promise<void> {
    const made = await secondlock("export", "cloud-init", name, "-o", `${name}.yaml`);
    expect(made).toMatchObject({ code: 0, stdout: "" });
    const text = readFileSync(join(directory, `${name}.yaml`), "utf8");
    const given = spoilt ? text.replaceAll(/^( +)maxauthtries .*$/gm, "$1nonsense 1") : text;
    expect(given !== text).toBe(spoilt);
    const host = lab.hosts[name];
    await host.exec(["sh", "-eu", "-c", SEED, "sh", name, SETTINGS], { input: given });
    await host.reboot();
    await host.exec(["cloud-init", "status", "--wait"], { timeoutMs: 60_000 });
  }

  function secondlock(...args: readonly string[]): Promise<CommandResult> {
    const options = { cwd: directory, env: { NO_COLOR: "1" }, input: `${lab.operator.passwords.ada}\n` };
    return lab.operator.exec([process.execPath, COMMAND, ...args], { ...options, timeoutMs: 60_000 });
  }
  const said = async (host: Host, ...argv: readonly string[]): Promise<string> => (await host.exec(argv)).stdout;

  test("cloud-init accepts the user data", async () => {
    const { code, stdout, stderr } = await lab.hosts["new-1"].exec([
      ...["cloud-init", "schema", "--config-file", "/var/lib/cloud/seed/nocloud/user-data"],
    ]);
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: "" });
  });

  test("the checks passed, and only then the declared ports are open", async () => {
    const host = lab.hosts["new-1"];
    const log = await said(host, "cat", "/var/log/cloud-init-output.log");
    expect(log).toContain("every check passed: the declared ports are open");
    expect(await said(host, "cat", "/var/log/cloud-init.log")).not.toMatch(/WARNING.*(?:runcmd|bootcmd|write.files)/);
    expect(await said(host, "nft", "list", "ruleset")).toMatch(/tcp dport 443 accept/);
    expect(await said(host, "ls", "/var/lib/secondlock")).toBe("first-boot\nfirst-boot-passed\n");
  });

  test("ada sets her first password by her key, once; then nothing is left to plan", async () => {
    const password = lab.operator.passwords.ada;
    const setIt = () =>
      lab.operator.ssh("new-1", "sudo -n /usr/local/sbin/secondlock-first-password", {
        input: `${password}\n${password}\n`,
      });
    expect(await setIt()).toMatchObject({ code: 0 });
    expect(await setIt()).toMatchObject({ code: 1, stderr: expect.stringContaining("a password is required") });
    await lab.hosts["new-1"].exec(["sh", "-c", "rm /etc/sudoers.d/secondlock-first-password-*"]);
    const ssh = ["--ssh-config", lab.operator.sshConfig, "--sudo-password-stdin"];
    const { stdout } = await secondlock("plan", "new-1", "--json", ...ssh);
    const { plans } = JSON.parse(stdout) as { plans: { items: readonly { steps: readonly unknown[] }[] }[] };
    expect(plans.flatMap(({ items }) => items.flatMap(({ steps }) => steps))).toEqual([]);
  });

  test("one whose checks fail stays closed, also after a restart, and says so", async () => {
    const host = lab.hosts["new-2"];
    const log = await said(host, "cat", "/var/log/cloud-init-output.log");
    expect(log).toContain("this host stays closed");
    expect(await said(host, "cat", "/var/lib/secondlock/first-boot-failed")).toContain("this failed: sshd -t");
    const ruleset = await said(host, "nft", "list", "ruleset");
    expect(ruleset).toMatch(/policy drop;[\s\S]*tcp dport 22 accept/);
    expect(ruleset).not.toContain("443");
    await host.reboot().catch(() => undefined);
    expect(await said(host, "nft", "list", "ruleset")).toBe(ruleset);
  });
});

function serviceFile({ hosts, operator: { keys } }: Lab<Name>): string {
  const all = NAMES.join(", ");
  const person = (name: "ada" | "grace"): string => `  ${name}: { keys: [${keys[name].publicLine}], admin: [${all}] }`;
  return [
    "service: lab",
    "hosts:",
    ...NAMES.map(
      (name) => `  ${name}: { role: app, ssh: ada@${hosts[name].ipv4}, addresses: ["${hosts[name].ipv6}"] }`,
    ),
    "people:",
    ...[person("ada"), person("grace")],
    "ports:",
    ...NAMES.map((name) => `  ${name}: { 443: the shop itself, 22: administration }`),
    "",
  ].join("\n");
}
