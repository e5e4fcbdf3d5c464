import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admins, labReady, startLab, type Lab } from "@secondlock/lab";
import { type Audited, type Desk, openDesk, serviceOf, verdictsOf } from "./bad-days-desk.ts";
import { commands, file, lockOut, loginShell, noisyShell, replaced } from "./bad-days-fixtures.ts";

const bare = (...fixtures: Parameters<typeof startLab>[0]["hosts"][string]["fixtures"] & {}) =>
  ({ role: "bare", fixtures: [admins, ...fixtures] }) as const;

const german = replaced(
  "/usr/bin/systemctl",
  'case "$LC_ALL" in C*) ;; *) echo "Vorgang nicht zulässig: 1.234,5"; exit 1;; esac\nexec /usr/bin/systemctl.real "$@"',
);

const hosts = {
  healthy: bare(),
  noisy: bare(noisyShell),
  restricted: bare(commands("rbash", "usermod --shell /bin/rbash ada")),
  german: bare(german, file("/etc/default/locale", "LANG=de_DE.UTF-8\nLC_ALL=de_DE.UTF-8\n")),
  lecture: bare(file("/etc/sudoers.d/lecture", "Defaults lecture=always\n", "440")),
  single: bare(file("/etc/ssh/sshd_config.d/00-sessions.conf", "MaxSessions 1\n")),
  clock: bare(
    replaced(
      "/usr/bin/date",
      'case "$*" in +%s) exec /usr/bin/date.real -d "10 days" +%s;; *) exec /usr/bin/date.real "$@";; esac',
    ),
  ),
  full: { ...bare(), diskSize: "24m" },
  nologin: bare(commands("nologin", "usermod --shell /usr/sbin/nologin ada")),
  hangs: bare(loginShell("exec sleep 600")),
  flood: bare(loginShell("exec head -c 1000000000 /dev/zero")),
  babble: bare(loginShell("exec head -c 5000 /dev/urandom")),
  odd: bare(
    replaced("/usr/bin/ss", 'trap "" TERM; while :; do sleep 600; done'),
    replaced("/usr/sbin/nft", "exec head -c 1000000000 /dev/zero"),
    replaced("/usr/bin/findmnt", "exec head -c 5000 /dev/urandom"),
  ),
  nosudo: bare(commands("no-sudo", "rm /usr/bin/sudo")),
  terminal: bare(file("/etc/sudoers.d/requiretty", "Defaults requiretty\n", "440")),
  other: bare(lockOut, commands("other-password", "echo ada:quite-another-1 | chpasswd --crypt-method YESCRYPT")),
} as const;

describe.skipIf(!labReady())("one audit of hosts that each have a bad day", () => {
  let lab: Lab<keyof typeof hosts>;
  let desk: Desk;
  let seen: Audited;
  let before: Readonly<Record<string, string>>;

  beforeAll(async () => {
    lab = await startLab({ hosts });
    const { healthy, full } = lab.hosts;
    expect((await full.exec(["dd", "if=/dev/zero", "of=/root/big", "bs=1M", "count=64"])).code).not.toBe(0);
    // Names that lead to the healthy host, each with something wrong on the way.
    const { sshConfig, knownHosts } = lab.operator;
    const wrong = join(lab.directory, "wrong");
    const nobody = join(lab.directory, "nobody");
    const line = (name: string) =>
      readFileSync(knownHosts, "utf8")
        .split("\n")
        .find((one) => one.startsWith(name) && one.includes("ed25519"));
    writeFileSync(wrong, `${line("noisy,")?.replace(/^\S+/, "wrong-key")}\n`);
    writeFileSync(nobody, "");
    const at = (name: string, known: string) =>
      `Host ${name}\n  HostName ${healthy.ipv4}\n  HostKeyAlias ${name}\n  HostKeyAlgorithms ssh-ed25519\n  User ada\n  IdentityFile ${lab.operator.keys.ada.privateFile}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${known}\n  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking yes\n`;
    appendFileSync(sshConfig, `\n${at("wrong-key", wrong)}${at("unknown-key", nobody)}`);
    const silent = lab.operator.spawn([process.execPath, "-e", silentServer], { stdio: "ignore" });
    const logins = Object.fromEntries(Object.values(lab.hosts).map(({ name, ipv4 }) => [name, `ada@${ipv4}`]));
    desk = openDesk(
      lab,
      serviceOf(lab, {
        ...logins,
        absent: "ada@198.18.0.99",
        closed: `ada@${healthy.ipv4}:2222`,
        nameless: "ada@no-such-name.example",
        "asks-password": `grace@${healthy.ipv4}`,
        "wrong-key": "ada@wrong-key",
        "unknown-key": "ada@unknown-key",
        silent: `ada@${lab.operator.ipv4}:2022`,
      }),
      [silent.pid ?? 0],
    );
    before = await processes();
    for (const host of Object.values(lab.hosts)) expect((await host.exec(["touch", "/run/before"])).code).toBe(0);
    seen = await desk.audit(["--inside-only", "--width", "40", "--timeout", "30"]);
  });
  afterAll(async () => {
    desk?.close();
    await lab?.stop();
  });

  const target = (name: string) => seen.audit.targets.find(({ id }) => id === name);

  async function processes(): Promise<Record<string, string>> {
    const found = Object.values(lab.hosts).map(async (host) => {
      const { stdout } = await host.exec(["ps", "-eo", "args="]);
      return [host.name, stdout.split("\n").filter(ofLogin).toSorted().join("\n")] as const;
    });
    return Object.fromEntries(await Promise.all(found));
  }

  test("the healthy host is read to its end, as root, with every fact", () => {
    expect(target("healthy")).toMatchObject({ state: "read", asRoot: true });
    expect(target("healthy")?.because).toBeUndefined();
    const reasons = seen.audit.verdicts.filter(
      ({ target: id, inside }) => id === "healthy" && inside.outcome === "unreadable",
    );
    expect(
      reasons.filter(
        ({ inside }) => !/container|package lists|no change of this host was made that way/.test(inside.because),
      ),
    ).toEqual([]);
  });

  test.each(["noisy", "restricted", "german", "lecture", "single", "full", "clock"])(
    "%s: the audit sees what it sees on the healthy host",
    (name) => {
      expect(target(name)).toMatchObject({ state: "read", asRoot: true });
      expect(target(name)?.because).toBeUndefined();
      expect(verdictsOf(seen.audit, name)).toEqual(verdictsOf(seen.audit, "healthy"));
    },
  );

  test.each([
    ["absent", /no route|nothing answers/],
    ["closed", /the port is closed/],
    ["nameless", /the name cannot be resolved/],
    ["asks-password", /the login is refused/],
    ["wrong-key", /the host key is not the one that you know/],
    ["unknown-key", /the host key is not known/],
    ["silent", /nothing answers in time/],
    ["nologin", /no shell answered: This account is currently not available/],
    ["hangs", /no end after 15 s/],
    ["flood", /more than \d+ bytes of output/],
    ["babble", /no shell answered: binary noise/],
  ])("%s: nothing is known, and the report says why", (name, because) => {
    expect(target(name)).toMatchObject({ state: "unreachable", because: expect.stringMatching(because) });
    const verdicts = seen.audit.verdicts.filter((one) => one.target === name);
    expect(verdicts.length).toBeGreaterThan(90);
    for (const one of verdicts) {
      expect(["unknown", "not applicable"]).toContain(one.verdict);
      if (one.verdict === "unknown") expect(one.inside.because).toMatch(because);
    }
  });

  test("odd: a command without end, one with a gigabyte and one with noise cost their own facts and no others", () => {
    expect(target("odd")).toMatchObject({ state: "read", asRoot: true });
    expect(target("odd")?.because).toBeUndefined();
    const [odd, healthy] = [verdictsOf(seen.audit, "odd"), verdictsOf(seen.audit, "healthy")];
    const lost = Object.keys(healthy).filter((control) => odd[control] !== healthy[control]);
    expect(lost.length).toBeGreaterThan(0);
    for (const control of lost) expect({ control, verdict: odd[control] }).toEqual({ control, verdict: "unknown" });
    expect(lost.length).toBeLessThan(40);
  });

  test("clock: the report says by how much", () => {
    expect(Math.round((target("clock")?.clockAhead ?? 0) / 3_600)).toBe(240);
    expect(target("healthy")?.clockAhead).toBeUndefined();
  });

  test.each([
    ["nosudo", /not found/],
    ["terminal", /you must have a tty/],
    ["other", /^sudo does not take the password$/],
  ])("%s: read without root, which is said, and what needs root is unknown", (name, because) => {
    expect(target(name)).toMatchObject({ state: "read", asRoot: false, withoutRoot: expect.stringMatching(because) });
    const needing = seen.audit.verdicts.filter((one) => one.target === name && one.inside.because === "needs root");
    expect(needing.length).toBeGreaterThan(50);
    expect(new Set(needing.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
  });

  test("a wrong password for sudo is one failed try", async () => {
    const { stdout } = await lab.hosts.other.exec(["faillock", "--user", "ada"]);
    expect(stdout.split("\n").filter((line) => line.includes("sudo"))).toHaveLength(1);
  });

  test("the exit status says that hosts could not be read", () => {
    expect({ code: seen.code, stderr: seen.stderr }).toEqual({ code: 3, stderr: "" });
  });

  test("nothing is left behind, here or on any host", async () => {
    expect(await desk.leftBehind(1)).toEqual([]);
    const after = await processes();
    // sleep is the login shell of that host itself, which does not notice that its connection is gone
    expect({ ...after, hangs: before["hangs"] }).toEqual(before);
    expect(after["hangs"]?.split("\n")).toEqual(["sleep 600"]);
    // the file by which Debian's own sudo greets an administrator once is no doing of ours
    const look = "find /tmp /var/tmp /dev/shm /home -newer /run/before -type f ! -name .sudo_as_admin_successful";
    for (const host of Object.values(lab.hosts)) {
      const found = await host.exec(["sh", "-c", look]);
      expect({ host: host.name, ...found }).toEqual({ host: host.name, code: 0, stdout: "", stderr: "" });
    }
  });
});

const silentServer = "require('node:net').createServer(() => undefined).listen(2022)";

function ofLogin(args: string): boolean {
  return !/^(\[|\/|ps |\(sd-pam\)|sshd: \/usr\/sbin\/sshd -D|$)/.test(args.trim());
}
