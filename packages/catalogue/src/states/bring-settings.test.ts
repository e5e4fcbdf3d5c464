import type { State } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { brought, settledBy, written } from "../../testing/brought.ts";
import type { ShellDefaults } from "../facts/shell-defaults.ts";
import { aptConfigured } from "./apt-settings.ts";
import { coreDumpsOff } from "./core-dumps.ts";
import { journalSettings } from "./journal.ts";
import { modulesRefused } from "./modules-refused.ts";
import { shellSettings } from "./shell-settings.ts";

const journald = { settings: { Storage: "volatile" }, folder: false };
const modules = { loaded: ["ext4"], available: ["cramfs", "sctp", "usb-storage"], refused: [] };
const profile = "/etc/profile.d/zz-secondlock.sh";
const timeout = `case $(readonly -p) in *" TMOUT="*) ;; *) readonly TMOUT=900; export TMOUT ;; esac`;

function shell(umask: readonly string[], seconds: readonly string[] = []): ShellDefaults {
  const from = (values: readonly string[]) => values.map((value) => ({ file: "/etc/profile.d/own.sh", value }));
  return { umask: from(umask), timeout: from(seconds), timeoutReadonly: false };
}

/** States on one resource, over what a weak Debian 12 has there, and every file that they write. */
const cases: Readonly<
  // oxlint-disable-next-line typescript/no-explicit-any -- one table over facts of mixed types
  Record<string, { states: readonly State<any>[]; value: unknown; files: Readonly<Record<string, readonly string[]>> }>
> = {
  apt: {
    states: [aptConfigured({ "APT::Periodic::Unattended-Upgrade": "1", "APT::Periodic::Enable": "1" })],
    value: { "APT::Periodic::Unattended-Upgrade": ["0"] },
    files: {
      "/etc/apt/apt.conf.d/zz-secondlock": [
        "# Managed by Secondlock: read after the other files of this folder, so that it wins.",
        'APT::Periodic::Enable "1";',
        'APT::Periodic::Unattended-Upgrade "1";',
      ],
    },
  },
  "the journal, two controls": {
    states: [journalSettings({ SystemMaxUse: "1G" }), journalSettings({ Storage: "persistent" })],
    value: journald,
    files: {
      "/etc/systemd/journald.conf.d/zz-secondlock.conf": [
        "# Managed by Secondlock: read after journald.conf and its other drop-ins.",
        "[Journal]",
        "Storage=persistent",
        "SystemMaxUse=1G",
      ],
    },
  },
  "core dumps, two files": {
    states: [coreDumpsOff()],
    value: { limited: false, storage: "external" },
    files: {
      "/etc/security/limits.d/zz-secondlock.conf": [
        "# Managed by Secondlock: no copy of a program's memory on the disk.",
        "* hard core 0",
      ],
      "/etc/systemd/coredump.conf.d/zz-secondlock.conf": [
        "# Managed by Secondlock: no copy of a program's memory on the disk.",
        "[Coredump]",
        "Storage=none",
        "ProcessSizeMax=0",
      ],
    },
  },
  "modules, two controls": {
    states: [modulesRefused(["sctp", "cramfs"]), modulesRefused(["usb-storage"])],
    value: modules,
    files: {
      "/etc/modprobe.d/00-secondlock.conf": [
        "# Managed by Secondlock: modules that a server seldom needs, and attacks like.",
        "install cramfs /bin/false",
        "install sctp /bin/false",
        "install usb-storage /bin/false",
      ],
    },
  },
  "the profile, two controls": {
    states: [shellSettings({ timeout: "900" }), shellSettings({ umask: "027" })],
    value: shell(["022"], ["7200"]),
    files: { [profile]: ["# Managed by Secondlock: the last file of the profile.", "umask 027", timeout] },
  },
  "a profile that is stricter stays so": {
    states: [shellSettings({ umask: "027" }), shellSettings({ timeout: "900" })],
    value: shell(["022", "077"], ["300"]),
    files: {
      [profile]: ["# Managed by Secondlock: the last file of the profile.", "umask 077", timeout.replace("900", "300")],
    },
  },
};

describe("settings in files of our own", () => {
  it.each(Object.entries(cases))("%s", (_name, { states, value, files }) => {
    const expected = Object.fromEntries(Object.entries(files).map(([path, lines]) => [path, `${lines.join("\n")}\n`]));
    const changes = brought(states, value);
    expect(written(changes)).toEqual(expected);
    expect(written(brought(states, settledBy(states, value)), written(changes) as Record<string, string>)).toEqual(
      expected,
    );
    expect(settledBy(states, settledBy(states, value))).toEqual(settledBy(states, value));
    expect(brought(states.toReversed(), value).length).toBe(changes.length);
  });

  it("tells journald of its file", () => {
    expect(brought([journalSettings({ Storage: "persistent" })], journald)).toMatchObject([
      { reload: "journald", enforceMode: true },
    ]);
  });

  it("beats /etc/apt/apt.conf where that names the same, and leaves its other lines alone", () => {
    const changes = brought([aptConfigured({ "APT::Periodic::Enable": "1" })], {});
    const proxy = 'Acquire::http::Proxy "http://proxy.example:3128";\n';
    expect(written(changes, { "/etc/apt/apt.conf": proxy })["/etc/apt/apt.conf"]).toBe(proxy);
    expect(written(changes, { "/etc/apt/apt.conf": 'APT { Periodic { Enable "0"; }; };\n' })["/etc/apt/apt.conf"]).toBe(
      'APT { Periodic { Enable "0"; }; };\nAPT::Periodic::Enable "1"; // Managed by Secondlock: this line beats the ones above\n',
    );
  });
});
