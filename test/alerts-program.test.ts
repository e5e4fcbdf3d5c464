import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controls } from "@secondlock/catalogue";
import type { AlertsWanted, FileChange, HostWanted, State } from "@secondlock/model";
import { afterAll, describe, expect, it } from "vitest";

/** The program that a plan puts on a host, run here on entries of a real journal (Debian 12, journalctl -o json). */
const folder = mkdtempSync(join(tmpdir(), "secondlock-alerts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const alerts: AlertsWanted = {
  channels: [{ kind: "webhook", name: "ops", url: "https://alerts.example/in" }],
  quiet: [
    { account: "grace", from: "198.18.0.2", reason: "the nightly copy" },
    { account: "grace", from: "this host", command: "/usr/bin/rsync -a", reason: "the nightly copy" },
  ],
};
const wanted = { id: "app-1", alerts } as unknown as HostWanted;
const fixes = controls.find(({ id }) => id === "login-alert")?.fix(wanted) ?? [];
const states = fixes.filter((one): one is State => "settle" in one);
const files = states
  .flatMap((state) => state.bring?.(state.settings, {}) ?? [])
  .filter((one): one is FileChange => one.kind === "file");
const contentOf = (name: string): string =>
  files.find(({ path }) => path.endsWith(`/${name}`))?.content(undefined) ?? "";

const program = join(folder, "alerts");
writeFileSync(program, contentOf("alerts"));
writeFileSync(join(folder, "quiet"), contentOf("alerts-quiet"));

const login = {
  MESSAGE:
    "Accepted publickey for ada from 198.18.0.2 port 60820 ssh2: ED25519 SHA256:clelMRJziepNRjihNAvzaS2yFsfTZDTu8dmYLGNoPGc",
  ...{ SYSLOG_IDENTIFIER: "sshd", _UID: "0", _EXE: "/usr/sbin/sshd", _PID: "57", _SYSTEMD_UNIT: "ssh.service" },
};
const sudo = {
  MESSAGE: "     ada : PWD=/home/ada ; USER=root ; COMMAND=/usr/bin/id",
  ...{ SYSLOG_IDENTIFIER: "sudo", _UID: "1000", _EXE: "/usr/bin/sudo", _PID: "66" },
};
/** As sudo 1.9 of Debian 12 breaks its line in a folder with a long name. */
const folderName = `/tmp/${"d".repeat(240)}/${"e".repeat(240)}/${"f".repeat(240)}/${"g".repeat(200)}`;
const begun = { ...sudo, MESSAGE: `     ada : PWD=${folderName} ; USER=root ;` };
const continued = { ...sudo, MESSAGE: "     ada : (command continued) COMMAND=/usr/bin/id" };
const session = {
  ...sudo,
  MESSAGE: "pam_unix(sudo:session): session opened for user root(uid=0) by ada(uid=1000)",
};
const drill = { MESSAGE: "00112233445566778899aabb", SYSLOG_IDENTIFIER: "secondlock-drill", _UID: "0" };
const dropped = {
  MESSAGE: "Suppressed 28921 messages from ssh.service",
  ...{ SYSLOG_IDENTIFIER: "systemd-journald", _UID: "0", _EXE: "/usr/lib/systemd/systemd-journald", _PID: "19" },
};
const droppedOfApp = { ...dropped, MESSAGE: "Suppressed 5 messages from app.service" };
const su = {
  MESSAGE: "(to root) ada on pts/0",
  ...{ SYSLOG_IDENTIFIER: "su", _UID: "1000", _EXE: "/usr/bin/su", _PID: "70" },
};
const key = {
  MESSAGE: "key\tada\t/home/ada/.ssh/authorized_keys\t256 SHA256:+DiY3wvv new@x (ED25519)",
  ...{ SYSLOG_IDENTIFIER: "secondlock-keys", _UID: "0", _SYSTEMD_UNIT: "secondlock-keys.service" },
};
const closed = { ...login, MESSAGE: "pam_unix(sshd:session): session closed for user ada" };
const grace = { ...login, MESSAGE: login.MESSAGE.replace("for ada", "for grace") };

function told(entries: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  const place = { __CURSOR: "s=ae588839f5da;i=40;b=522b", __REALTIME_TIMESTAMP: "1795254809888352" };
  const input = entries.map((entry) => `${JSON.stringify({ ...entry, ...place })}\n`).join("");
  const env = { ...process.env, CREDENTIALS_DIRECTORY: folder, STATE_DIRECTORY: folder };
  const { stdout, stderr, status } = spawnSync("perl", [program, "try"], { input, env, encoding: "utf8" });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout.split("\n").filter((line) => line !== "");
}

const at = " at 2026-11-21 09:53:29 UTC";
const loginLine = `noticed\tlogin of ada from 198.18.0.2 port 60820, publickey ED25519 SHA256:clelMRJziepNRjihNAvzaS2yFsfTZDTu8dmYLGNoPGc${at}`;

describe("what the alerts program makes of the journal", () => {
  it.each<[string, readonly Readonly<Record<string, unknown>>[], readonly string[]]>([
    ["a login with a key", [login], [loginLine]],
    [
      "a login after the second factor",
      [{ ...login, MESSAGE: "Accepted keyboard-interactive/pam for ada from 2001:db8::7 port 5 ssh2" }],
      [`noticed\tlogin of ada from 2001:db8::7 port 5, keyboard-interactive/pam${at}`],
    ],
    [
      "OpenSSH of Debian 13, whose sessions are a program of their own",
      [{ ...login, SYSLOG_IDENTIFIER: "sshd-session", _EXE: "/usr/lib/openssh/sshd-session" }],
      [loginLine],
    ],
    [
      "sudo, and where its person came from",
      [login, sudo],
      [loginLine, `noticed\tsudo by ada from 198.18.0.2, as root: /usr/bin/id${at}`],
    ],
    [
      "sudo after that login has ended",
      [login, closed, sudo],
      [loginLine, `noticed\tsudo by ada from this host, as root: /usr/bin/id${at}`],
    ],
    [
      "sudo with a password among its words",
      [{ ...sudo, MESSAGE: `${sudo.MESSAGE} -psecret x` }],
      [`noticed\tsudo by ada from this host, as root: /usr/bin/id (and 2 words)${at}`],
    ],
    [
      "sudo that is refused",
      [{ ...sudo, MESSAGE: "ada : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh" }],
      [`noticed\tsudo by ada from this host, refused (user NOT in sudoers): as root: /bin/sh${at}`],
    ],
    [
      "sudo in a folder with a long name, whose line is broken",
      [begun, continued, session],
      [`noticed\tsudo by ada from this host, as root: /usr/bin/id${at}`],
    ],
    [
      "a broken line whose folder is named like a quiet command",
      [
        {
          ...begun,
          MESSAGE: `grace : PWD=/tmp/${"d".repeat(900)} ; COMMAND=/usr/bin/rsync -a`,
        },
      ],
      [`noticed\tsudo by grace from this host, as root: /usr/bin/rsync (and 1 word)${at}`],
    ],
    [
      "a session of sudo whose command is missing",
      [begun, session],
      [`noticed\tsudo by ada from this host, as root: the line with its command is missing${at}`],
    ],
    [
      "a session of sudo after its command, told once",
      [sudo, session],
      [`noticed\tsudo by ada from this host, as root: /usr/bin/id${at}`],
    ],
    [
      "another process's session of sudo",
      [sudo, { ...session, _PID: "67" }],
      [
        `noticed\tsudo by ada from this host, as root: /usr/bin/id${at}`,
        `noticed\tsudo by ada from this host, as root: the line with its command is missing${at}`,
      ],
    ],
    ["root's own session of sudo", [{ ...session, MESSAGE: session.MESSAGE.replace("ada(uid=1000)", "(uid=0)") }], []],
    ["a session that another program wrote", [{ ...session, _EXE: "/usr/bin/logger" }], []],
    [
      "a drill by root",
      [drill],
      [`noticed\tdrill by root marked ${drill.MESSAGE}, a drill: nobody has to do anything${at}`],
    ],
    ["a drill by anybody else", [{ ...drill, _UID: "1000" }], []],
    [
      "messages that journald left out",
      [dropped],
      [
        `noticed\ta gap in the journal of ssh.service, 28921 messages are lost, and logins or sudo may be among them${at}`,
      ],
    ],
    [
      "those of a unit where nobody logs in, once an hour",
      [dropped, dropped, droppedOfApp, droppedOfApp, droppedOfApp],
      [...told([dropped, dropped]), ...told([droppedOfApp])],
    ],
    ["a gap that somebody made up", [{ ...dropped, _UID: "1000", _EXE: "/usr/bin/logger" }], []],
    ["su", [su], [`noticed\tsu by ada from this host, becomes root${at}`]],
    [
      "a new key",
      [key],
      [`noticed\tnew key for ada in /home/ada/.ssh/authorized_keys, 256 SHA256:+DiY3wvv new@x (ED25519)${at}`],
    ],
    ["a login on the quiet list", [grace], [loginLine.replace("noticed", "quiet").replace("of ada", "of grace")]],
    [
      "its neighbour",
      [{ ...grace, MESSAGE: grace.MESSAGE.replace("198.18.0.2", "198.18.0.21") }],
      [loginLine.replace("of ada", "of grace").replace("198.18.0.2", "198.18.0.21")],
    ],
    ["a login that somebody only wrote into the journal", [{ ...login, _UID: "1000", _EXE: undefined }], []],
    ["sudo that another program wrote", [{ ...sudo, _EXE: "/usr/bin/logger" }], []],
    ["a key that another unit tells of", [{ ...key, _SYSTEMD_UNIT: "ssh.service" }], []],
    [
      "a name that holds the words of a login",
      [
        {
          ...login,
          MESSAGE: "Failed password for invalid user Accepted publickey for root from 192.0.2.1 port 9 ssh2",
        },
      ],
      [],
    ],
    [
      "control characters in a key's comment",
      [{ ...key, MESSAGE: `${key.MESSAGE}\u001b[31m` }],
      [`noticed\tnew key for ada in /home/ada/.ssh/authorized_keys, 256 SHA256:+DiY3wvv new@x (ED25519)?[31m${at}`],
    ],
    ["bytes instead of text", [{ ...su, MESSAGE: [...Buffer.from(su.MESSAGE)] }], told([su])],
    ["nothing in it", [{ MESSAGE: null }], []],
  ])("%s", (_name, entries, lines) => {
    expect(told(entries)).toEqual(lines);
  });
});
