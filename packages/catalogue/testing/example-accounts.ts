import type { Account, AccountList, Group } from "../src/facts/accounts.ts";
import type { FileList, FileRecord } from "../src/facts/file-records.ts";
import { type PamStacks, parsePamStacks } from "../src/facts/pam-stacks.ts";
import { type PasswordRules, parsePasswordRules } from "../src/facts/password-rules.ts";
import type { SudoDefault, Sudoers, SudoRule } from "../src/facts/sudoers.ts";

export function anAccount(changes: Partial<Account> & { readonly name: string }): Account {
  return {
    uid: 1000,
    gid: 1000,
    home: `/home/${changes.name}`,
    shell: "/bin/bash",
    password: "set",
    scheme: "y",
    inPasswd: false,
    age: 10,
    expired: false,
    ...changes,
  };
}

const system = (name: string, uid: number, changes: Partial<Account> = {}): Account =>
  anAccount({
    name,
    uid,
    gid: uid,
    home: "/nonexistent",
    shell: "/usr/sbin/nologin",
    password: "locked",
    scheme: "",
    ...changes,
  });

/** Debian 12 as installed, with ada as the administrator. */
export function accountList(
  changes: {
    readonly accounts?: readonly Account[];
    readonly groups?: readonly Group[];
    readonly directories?: readonly string[];
    readonly legacy?: readonly string[];
  } = {},
): AccountList {
  const basic = [
    system("root", 0, { home: "/root", shell: "/bin/bash" }),
    system("daemon", 1),
    system("sync", 4, { shell: "/bin/sync", gid: 65_534 }),
    system("www-data", 33),
    system("nobody", 65_534),
    anAccount({ name: "ada" }),
  ];
  const groups: readonly Group[] = [
    { name: "root", gid: 0, members: [] },
    { name: "disk", gid: 6, members: [] },
    { name: "sudo", gid: 27, members: ["ada"] },
    { name: "shadow", gid: 42, members: [] },
    { name: "ada", gid: 1000, members: [] },
  ];
  const named = new Set((changes.accounts ?? []).map(({ name }) => name));
  const changed = new Set((changes.groups ?? []).map(({ name }) => name));
  return {
    accounts: [...basic.filter(({ name }) => !named.has(name)), ...(changes.accounts ?? [])],
    groups: [...groups.filter(({ name }) => !changed.has(name)), ...(changes.groups ?? [])],
    directories: changes.directories ?? [],
    legacy: changes.legacy ?? [],
  };
}

/** Debian 12 as installed: root, the group sudo, and `Defaults use_pty` since 12. */
export function sudoRules(
  changes: {
    readonly rules?: readonly SudoRule[];
    readonly defaults?: readonly SudoDefault[];
    readonly version?: string;
    readonly directories?: readonly string[];
  } = {},
): Sudoers {
  const all = { who: [], except: [], runAs: [], commands: ["ALL"] };
  return {
    installed: true,
    version: changes.version ?? "1.9.13p3",
    rules: [
      { ...all, who: [{ kind: "user", name: "root" }] },
      { ...all, who: [{ kind: "group", name: "sudo" }] },
      ...(changes.rules ?? []),
    ],
    defaults: [
      { bound: "", name: "env_reset", value: true },
      { bound: "", name: "use_pty", value: true },
      ...(changes.defaults ?? []),
    ],
    directories: changes.directories ?? [],
    files: ["/etc/sudoers"],
  };
}

export const noSudo: Sudoers = {
  installed: false,
  version: "",
  rules: [],
  defaults: [],
  directories: [],
  files: [],
};

/** What cloud-init leaves behind. */
export const cloudInitRule: SudoRule = {
  who: [{ kind: "user", name: "ada" }],
  except: [],
  runAs: [],
  commands: ["ALL"],
  asks: false,
};

const modules = [
  "pam_unix",
  "pam_deny",
  "pam_permit",
  "pam_rootok",
  "pam_limits",
  "pam_env",
  "pam_umask",
  "pam_wheel",
  "pam_faillock",
  "pam_pwhistory",
  "pam_loginuid",
  "pam_nologin",
  "pam_faildelay",
]
  .map((name) => `/usr/lib/x86_64-linux-gnu/security/${name}.so`)
  .join("\n");

const services = `login auth optional pam_faildelay.so delay=3000000
login auth requisite pam_nologin.so
login @include common-auth
login @include common-account
login @include common-session
login @include common-password
other @include common-auth
passwd @include common-password
su auth sufficient pam_rootok.so
su @include common-auth
su @include common-account
sudo @include common-auth
common-account account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so
common-account account requisite pam_deny.so
common-account account required pam_permit.so
common-session session required pam_unix.so
`;

const debianAuth = `common-auth auth [success=1 default=ignore] pam_unix.so nullok
common-auth auth requisite pam_deny.so
common-auth auth required pam_permit.so
`;

const debianPassword = `common-password password [success=1 default=ignore] pam_unix.so obscure yescrypt
common-password password requisite pam_deny.so
common-password password required pam_permit.so
`;

const debianSshd = `sshd @include common-auth
sshd account required pam_nologin.so
sshd @include common-account
sshd @include common-session
sshd @include common-password
`;

/** PAM as on Debian 12 as installed; each file can be replaced by other lines. */
export function pam(
  files: {
    readonly auth?: string;
    readonly password?: string;
    readonly sshd?: string;
    readonly more?: string;
    readonly modules?: string;
  } = {},
): PamStacks {
  const lines = [
    services,
    files.auth ?? debianAuth,
    files.password ?? debianPassword,
    files.sshd ?? debianSshd,
    files.more ?? "",
  ].join("\n");
  const reading = parsePamStacks(lines, `${modules}\n${files.modules ?? ""}`);
  if (!reading.known) throw new Error(reading.reason);
  return reading.value;
}

const pwquality = "/usr/lib/x86_64-linux-gnu/security/pam_pwquality.so";

/** PAM of Debian 12 after `apt-get install libpam-pwquality`. */
export function pamWithQuality(options = "retry=3"): PamStacks {
  return pam({
    modules: pwquality,
    password: `common-password password requisite pam_pwquality.so ${options}
common-password password [success=1 default=ignore] pam_unix.so obscure use_authtok try_first_pass yescrypt
common-password password requisite pam_deny.so
`,
  });
}

/** Rules as `file key value` lines, after Debian's login.defs. */
export function passwordRulesOf(text = "", dictionaryBytes = 436_054): PasswordRules {
  const reading = parsePasswordRules(
    `login.defs UMASK 022\nlogin.defs ENCRYPT_METHOD YESCRYPT\nlogin.defs USERGROUPS_ENAB yes\n${text}\ndictionary bytes ${dictionaryBytes}\n`,
  );
  if (!reading.known) throw new Error(reading.reason);
  return reading.value;
}

/** `0755 root:root /path` lines as a list of files; a path that ends in `/` is a directory. */
export function fileList(...lines: readonly string[]): FileList {
  return {
    complete: true,
    files: lines.map((line): FileRecord => {
      const [, mode = "0", owner = "", group = "", path = ""] = /^(\d+) ([^:]+):(\S+) (.+)$/.exec(line) ?? [];
      const directory = path.endsWith("/") && path !== "/";
      return {
        path: directory ? path.slice(0, -1) : path,
        mode: Number.parseInt(mode, 8),
        owner,
        group,
        kind: directory ? "directory" : "file",
      };
    }),
  };
}
