import type { State } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { fileList } from "../../testing/example-accounts.ts";
import { brought, settledBy, written } from "../../testing/brought.ts";
import { cronFiles } from "../facts/cron-files.ts";
import { guardedFiles } from "../facts/guarded-files.ts";
import { oddFiles } from "../facts/odd-files.ts";
import { cronAllowed } from "./cron-allowed.ts";
import { databaseAccountsClosed, databaseDirectoriesPrivate } from "./database-files.ts";
import { fileModes } from "./file-modes.ts";
import { authorizedKeysClosed, sshdConfigFilesClosed, sshHostKeysClosed } from "./ssh-file-modes.ts";
import { stickyFolders } from "./sticky-folders.ts";

const at = (path: string, mode: number, owner = "root", group = owner) => ({ path, mode, owner, group });
const config = { lines: [], cases: [], complete: true };
const keyOf = (account: string, file: ReturnType<typeof at>, ...above: readonly ReturnType<typeof at>[]) => ({
  account,
  file,
  above,
  keys: [],
});
const hostKey = { path: "/etc/ssh/ssh_host_rsa_key", type: "RSA", bits: 3072, fingerprint: "" };
const servers = { processes: [], accounts: [] };

/** `path mode owner:group` of every change, once; a second round has to give none. */
// oxlint-disable-next-line typescript/no-explicit-any -- one table over facts of mixed types
const cases: Readonly<Record<string, { state: State<any>; value: unknown; changes: readonly string[] }>> = {
  "rights go, the owner comes, links and what is closed stay": {
    state: fileModes(guardedFiles, {
      files: "hashes",
      matches: () => true,
      most: 0o640,
      owner: "root",
      group: "shadow",
    }),
    value: {
      complete: true,
      files: [
        ...fileList("0644 root:root /etc/shadow", "0640 root:shadow /etc/gshadow", "0600 ada:shadow /etc/shadow-")
          .files,
        { path: "/etc/security/opasswd", mode: 0o777, owner: "root", group: "root", kind: "link" },
      ],
    },
    changes: ["/etc/shadow 640 root:shadow", "/etc/shadow- 600 root:shadow"],
  },
  "shared folders": {
    state: stickyFolders(oddFiles),
    value: fileList(
      "0777 app:app /tmp/",
      "0777 app:app /srv/upload/",
      "0666 app:app /srv/file",
      "1777 root:root /var/tmp/",
    ),
    changes: ["/tmp 1777 root:app", "/srv/upload 1777 app:app"],
  },
  "files of sshd": {
    state: sshdConfigFilesClosed(),
    value: {
      ...config,
      files: [at("/etc/ssh/sshd_config", 0o644), at("/etc/ssh/sshd_config.d/00-secondlock.conf", 0o600)],
      directories: [at("/etc/ssh", 0o755), at("/etc/ssh/sshd_config.d", 0o777)],
    },
    changes: ["/etc/ssh/sshd_config 600 root:root", "/etc/ssh/sshd_config.d 755 root:root"],
  },
  "host keys": {
    state: sshHostKeysClosed(),
    value: [
      { ...hostKey, file: at(hostKey.path, 0o640, "ada"), publicFile: at(`${hostKey.path}.pub`, 0o664) },
      { ...hostKey, file: at("/etc/ssh/ssh_host_ed25519_key", 0o600) },
    ],
    changes: ["/etc/ssh/ssh_host_rsa_key 600 root:root", "/etc/ssh/ssh_host_rsa_key.pub 644 root:root"],
  },
  "keys of people; a second account of root takes nothing from the first": {
    state: authorizedKeysClosed(),
    value: {
      elsewhere: [],
      complete: true,
      files: [
        keyOf(
          "ada",
          at("/home/ada/.ssh/authorized_keys", 0o644, "eve"),
          at("/home/ada/.ssh", 0o755, "ada"),
          at("/home/ada", 0o777, "ada"),
        ),
        ...["root", "toor"].map((account) =>
          keyOf(account, at("/root/.ssh/authorized_keys", 0o644), at("/root/.ssh", 0o700), at("/root", 0o700)),
        ),
        keyOf("ada", at("/etc/ssh/keys/ada", 0o644, "ada"), at("/etc/ssh/keys", 0o775), at("/home/ada", 0o777, "ada")),
      ],
    },
    changes: [
      "/home/ada/.ssh/authorized_keys 600 ada:eve",
      "/home/ada/.ssh 700 ada:ada",
      "/home/ada 755 ada:ada",
      "/root/.ssh/authorized_keys 600 root:root",
      "/etc/ssh/keys/ada 644 root:ada",
      "/etc/ssh/keys 755 root:root",
    ],
  },
  "data of databases, wherever it lies": {
    state: databaseDirectoriesPrivate(),
    value: {
      ...servers,
      directories: [
        { path: "/var/lib/mysql", mode: "755", owner: "mysql" },
        { path: "/srv/data", mode: "755", owner: "postgres" },
        { path: "/var/lib/postgresql/15/main", mode: "750", owner: "postgres" },
        { path: "/var/lib/postgresql/14/main", mode: "700", owner: "ada" },
      ],
    },
    changes: [
      "/var/lib/mysql 700 mysql:mysql",
      "/srv/data 700 postgres:postgres",
      "/var/lib/postgresql/14/main 700 postgres:postgres",
    ],
  },
};

describe("modes and owners", () => {
  it.each(Object.entries(cases))("%s", (_name, { state, value, changes }) => {
    const shown = brought([state], value).map((change) =>
      change.kind === "modes"
        ? `${change.path} ${change.mode.toString(8)} ${change.owner}:${change.group}`
        : change.kind,
    );
    expect(shown).toEqual(changes);
    expect(brought([state], settledBy([state], value))).toEqual([]);
  });

  it("writes an empty cron.allow that crontab can read, and never over one that is there", () => {
    const cron = fileList("0755 root:root /usr/sbin/cron");
    const [change] = brought([cronAllowed()], cron);
    expect(change).toMatchObject({ path: "/etc/cron.allow", mode: 0o640, group: "crontab" });
    expect(written(change ? [change] : [])).toEqual({ "/etc/cron.allow": "" });
    expect(written(change ? [change] : [], { "/etc/cron.allow": "ada\n" })).toEqual({ "/etc/cron.allow": "ada\n" });
    expect(brought([cronAllowed()], cronAllowed().settle(cron))).toEqual([]);
    expect(brought([cronAllowed()], fileList())).toEqual([]);
    expect(cronAllowed().fact).toBe(cronFiles);
  });

  it("closes the accounts of databases, and takes out keys only where there are some", () => {
    const closed = { shell: "/bin/false", password: false, keys: false };
    const accounts = [
      { name: "mysql", ...closed },
      { name: "postgres", shell: "/bin/bash", password: true, keys: true, home: "/var/lib/postgresql" },
    ];
    const value = { processes: [], directories: [], accounts };
    const changes = brought([databaseAccountsClosed()], value);
    expect(changes).toMatchObject([
      { kind: "account", account: "postgres", wanted: { shell: "/usr/sbin/nologin", password: "locked" } },
      { kind: "file", path: "/var/lib/postgresql/.ssh/authorized_keys" },
    ]);
    expect(written(changes, { "/var/lib/postgresql/.ssh/authorized_keys": "ssh-ed25519 AAAA\n" })).toEqual({});
    expect(brought([databaseAccountsClosed()], databaseAccountsClosed().settle(value))).toEqual([]);
  });
});
