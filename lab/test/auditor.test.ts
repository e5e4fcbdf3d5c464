import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Audit } from "@secondlock/engine";
import { admins, type CommandResult, type Host, type Lab, labReady, startLab } from "@secondlock/lab";
import {
  auditorAccount as account,
  auditorDeclared,
  auditorNonce as nonce,
  makeAuditorKey,
} from "./auditor-account.ts";
import { type Desk, deskFor } from "./desk.ts";
import { everything } from "./everything.ts";
import { RELOAD_SSHD } from "./reload-sshd.ts";

const only = ["auditor-confined", "sudo-asks-password", "ssh-access-list", "accounts-declared", "ssh-keys-declared"];

describe.skipIf(!labReady())("an auditor reads a host, and can change nothing", () => {
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
    declare(lab.operator.ipv4, lab.operator.ipv6);
    const hardened = await harden();
    expect(hardened.stdout).toContain("changed and confirmed by a new login");
  });
  afterAll(() => lab?.stop());

  const host = (): Host => lab.hosts["app-1"];
  const harden = (): Promise<CommandResult> => desk.secondlock("harden", "app-1", "--yes", "--only", ...only);
  const root = (script: string): Promise<CommandResult> => host().exec(["sh", "-c", script]);
  /** Without an address nobody is declared. */
  const declare = (...from: readonly string[]): void => {
    const before = existsSync(desk.file) ? readFileSync(desk.file, "utf8").replace(/^auditor:.*\n/m, "") : "";
    writeFileSync(desk.file, from.length === 0 ? before : `${before}${auditorDeclared(key, from)}`);
  };
  const login = (input: string, more: readonly string[], command: readonly string[] = []): Promise<CommandResult> =>
    lab.operator.exec(
      [
        ...["ssh", "-F", lab.operator.sshConfig, "-o", "IdentitiesOnly=yes", "-i", key, "-l", account],
        ...[...more, host().ipv4, ...command],
      ],
      { input },
    );
  const inside = async (...args: readonly string[]): Promise<Audit> =>
    await desk.audit("--inside-only", "--host", "app-1", ...args);
  const found = async (): Promise<string> => {
    const { verdicts } = await inside();
    const [verdict] = verdicts.filter(({ control }) => control === "auditor-confined");
    return `${verdict?.inside.outcome}: ${verdict?.inside.because}`;
  };

  test("the account stands, and a second plan has nothing for it", async () => {
    expect(await found()).toMatch(/^holds: /);
    expect((await harden()).stdout).toMatch(/nothing to change|nothing to do/i);
  });

  test("it reads all that an administrator's audit reads", async () => {
    const read = (audit: Audit): readonly string[] =>
      audit.verdicts.map(({ control, inside: { outcome } }) => `${control}: ${outcome}`);
    const [administrators, auditors] = [await inside(), await inside("--as-auditor", "--identity", key)];
    expect(read(auditors)).toEqual(read(administrators));
    expect(auditors.targets).toMatchObject([
      { state: "read", asRoot: true, reached: expect.stringContaining(account) },
    ]);
  });

  test("attempts that take no login are made all the same, and the others say why not", async () => {
    const { verdicts } = await desk.audit("--host", "app-1", "--as-auditor", "--identity", key);
    const outside = (id: string): Audit["verdicts"][number]["outside"] | undefined =>
      verdicts.find(({ control }) => control === id)?.outside;
    expect(outside("ports-as-declared")).toMatchObject({ outcome: "refused", vantages: ["operator", "stranger"] });
    expect(outside("ssh-no-root-login")).toMatchObject({
      outcome: "not attempted",
      because: expect.stringContaining("the auditor only reads"),
    });
    expect(verdicts.filter(({ verdict }) => verdict === "contradiction")).toEqual([]);
  });

  test.each([
    ["a command", "", [], ["id"]],
    ["a shell of root", "", [], ["sudo", "-n", "sh"]],
    ["another nonce than one", "$(id)\n", [], []],
    ["half a nonce", "a1a1", [], []],
    ["a nonce with a command behind it", `${"a1".repeat(16)};id\n`, [], []],
    ["sftp", nonce, ["-s"], ["sftp"]],
  ] as const)("it gets nothing else: %s", async (_name, input, more, command) => {
    const { stdout } = await login(input, more, command);
    expect(stdout).not.toMatch(/uid=|root:x:/);
    // whatever is asked for, the collector answers, or refuses what is no nonce
    expect(stdout === "" || stdout.startsWith(`${nonce.trim()} begin 0 `)).toBe(true);
  });

  test("no terminal, no forwarding", async () => {
    const terminal = await login(nonce, ["-tt"]);
    expect(terminal.stderr).toContain("PTY allocation request failed");
    const forwarded = await login("", ["-o", "ExitOnForwardFailure=yes", "-W", "127.0.0.1:22"]);
    expect(`${forwarded.stdout}${forwarded.stderr}`).toMatch(/administratively prohibited|forwarding failed/);
    expect(forwarded.stdout).not.toContain("SSH-2.0");
  });

  test("the key opens nothing from an address that is not declared, nor another account", async () => {
    const stranger = lab.hosts.stranger;
    await stranger.exec(["sh", "-c", "umask 077; cat >/root/stolen"], { input: readFileSync(key, "utf8") });
    const options = ["-o", "StrictHostKeyChecking=no", "-o", "BatchMode=yes", "-i", "/root/stolen"];
    for (const address of [host().ipv4, host().ipv6]) {
      const tried = await stranger.exec(["ssh", ...options, "-l", account, address], { input: nonce });
      expect(tried).toMatchObject({ code: 255, stdout: "", stderr: expect.stringContaining("Permission denied") });
    }
    const ada = await lab.operator.exec(
      ["ssh", "-F", "/dev/null", "-o", `UserKnownHostsFile=${lab.operator.knownHosts}`, "-o", "BatchMode=yes"].concat([
        ...["-o", "IdentitiesOnly=yes", "-i", key, "-l", "ada", host().ipv4, "id"],
      ]),
    );
    expect(ada).toMatchObject({ code: 255, stderr: expect.stringContaining("Permission denied") });
  });

  test("it changes nothing, and two at once both get their answer", async () => {
    const before = await everything(host());
    const both = await Promise.all([login(nonce, []), login(nonce, [])]);
    for (const { stdout } of both) expect(stdout).toMatch(/\na1a1[0-9a-f]* done\n$/);
    expect(await everything(host())).toBe(before);
    expect((await root("ls -ld /usr/local/lib/secondlock/collect; ls /tmp /var/tmp")).stdout).toMatch(
      /^-rwx------ 1 root root/,
    );
  });

  describe("each lock is enough alone", () => {
    const sshd = "/etc/ssh/sshd_config.d/00-secondlock-auditor.conf";
    const keys = `/etc/ssh/secondlock-keys/${account}`;
    const bare = `cp -p ${keys} /root/keys; sed -i 's/^restrict.* ssh-ed25519/ssh-ed25519/' ${keys}; ! grep restrict ${keys}`;
    const alone = `mv ${sshd} /root/sshd; printf 'Match User ${account}\n  AuthorizedKeysFile ${keys}\n' >${sshd}; ${RELOAD_SSHD}`;

    test.each([
      ["what sshd forces, when the key has no options", bare, `mv /root/keys ${keys}`],
      ["the key's own options, when sshd forces nothing", alone, `mv /root/sshd ${sshd}; ${RELOAD_SSHD}`],
    ])("%s", async (_name, spoil, mend) => {
      expect(await root(spoil)).toMatchObject({ code: 0 });
      try {
        const asked = await login(nonce, [], ["id"]);
        expect(asked).toMatchObject({ stdout: expect.stringMatching(new RegExp(`^${nonce.trim()} begin 0 `)) });
        expect((await login(nonce, ["-tt"])).stderr).toContain("PTY allocation request failed");
        const forwarded = await login("", ["-W", "127.0.0.1:22"]);
        expect(forwarded.stdout).not.toContain("SSH-2.0");
        const elsewhere = ["ssh", "-o", "StrictHostKeyChecking=no", "-o", "BatchMode=yes", "-i", "/root/stolen"];
        const tried = await lab.hosts.stranger.exec([...elsewhere, "-l", account, host().ipv4], { input: nonce });
        expect(tried).toMatchObject({ code: 255, stdout: "" });
      } finally {
        expect(await root(mend)).toMatchObject({ code: 0 });
      }
    });

    test("sudo, when the account has a shell", async () => {
      const collect = "/usr/local/lib/secondlock/collect";
      const asAuditor = (...argv: readonly string[]): Promise<CommandResult> =>
        host().exec(["runuser", "-u", account, "--", "sudo", "-n", ...argv], { input: nonce });
      expect((await asAuditor(collect)).stdout).toContain(" begin 0 ");
      for (const more of [[collect, "x"], [collect, ""], ["sh", collect], ["-e", collect], ["-u", "ada", "id"], ["id"]])
        expect(await asAuditor(...more)).toMatchObject({ code: 1, stdout: "" });
    });
  });

  test("what it cannot read, because the service file has grown, is unknown and never green", async () => {
    const text = readFileSync(desk.file, "utf8");
    writeFileSync(desk.file, text.replace("people:\n", `people:\n  mallory: { admin: [app-1] }\n`));
    try {
      const { verdicts } = await inside("--as-auditor", "--identity", key);
      const second = verdicts.find(({ control }) => control === "ssh-no-password-login");
      expect(second).toMatchObject({
        inside: { outcome: "unreadable", because: expect.stringContaining("made for another service file") },
      });
      expect(second?.verdict).toBe("unknown");
    } finally {
      writeFileSync(desk.file, text);
    }
  });

  test.each([
    [
      "its key file is somebody's",
      "chown ada /etc/ssh/secondlock-keys/*",
      "chown root /etc/ssh/secondlock-keys/*",
      /can write to/,
    ],
    [
      "sudo lets it do more",
      `echo '${account} ALL=(root) NOPASSWD: /bin/cat' >/etc/sudoers.d/zz-more`,
      "rm /etc/sudoers.d/zz-more",
      /^broken: .*sudo also lets it run \/bin\/cat/,
    ],
    [
      "the collector is another one",
      "cp -p /usr/local/lib/secondlock/collect /root/kept; echo 'id' >>/usr/local/lib/secondlock/collect",
      "mv /root/kept /usr/local/lib/secondlock/collect",
      /^broken: .*not the one of this service file/,
    ],
    [
      "sshd lets it in from anywhere",
      "mv /etc/ssh/sshd_config.d/00-secondlock-auditor.conf /root/",
      "mv /root/00-secondlock-auditor.conf /etc/ssh/sshd_config.d/",
      /^broken: .*gets more than the collector/,
    ],
  ])("it is told when %s", async (_name, spoil, mend, reason) => {
    expect(await root(spoil)).toMatchObject({ code: 0 });
    const said = await found();
    expect(await root(mend)).toMatchObject({ code: 0 });
    expect(said).toMatch(reason);
  });

  test("an auditor that nobody declares any more is closed", async () => {
    declare();
    const closed = await harden();
    expect(closed.stdout).toContain("changed and confirmed by a new login");
    expect(await login(nonce, [])).toMatchObject({ code: 255, stdout: "" });
  });
});
