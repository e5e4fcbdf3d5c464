import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import type { HostWanted } from "@secondlock/model";
import type { FileStep, HostPlan, Step } from "../plan/plan.ts";
import { exportHost, type ExportKind, type HostExport } from "./export-host.ts";

const wanted = {
  ...{ id: "app-1", role: "app", ssh: { user: "ada", address: "203.0.113.7", port: 22 } },
  ...{ addresses: [], privateAddresses: [], admins: [], peopleDeclared: true, portsDeclared: true },
  ports: [{ port: 22, protocol: "tcp", reason: "administration", from: ["desk"] }],
  neighbours: [{ id: "desk", addresses: ["198.51.100.4", "2001:db8::4"] }],
  ...{ databases: [], allow: [], sites: [] },
} as unknown as HostWanted;

const file = (path: string, content: string, more: Partial<FileStep> = {}): FileStep => ({
  ...{ kind: "file", path, after: { content, mode: 0o600, owner: "root", group: "root" } },
  ...more,
});
const person: Step = {
  kind: "account",
  account: "ada",
  wanted: { make: "person", shell: "/bin/bash", into: ["sudo"] },
};
const table = file("/etc/secondlock/firewall.nft", "table inet secondlock {}\n", { reload: "nftables" });
const keys: FileStep = {
  ...{ kind: "file", path: "/home/ada/.ssh/authorized_keys" },
  after: { content: "ssh-ed25519 AAAAC3 ada\n", mode: 0o600, owner: "ada", group: "ada" },
};
const base: readonly Step[] = [person, keys, table];

function exported(kind: ExportKind, steps: readonly Step[], packages: readonly string[] = []): HostExport {
  const plan = { host: "app-1", items: [{ steps }] } as unknown as HostPlan;
  return exportHost({ kind, wanted, plan, packages, from: "a plain Debian 12" });
}

function textOf(made: HostExport): string {
  if (!made.ok) throw new Error(made.because);
  return made.text;
}

interface Play {
  readonly tasks: readonly Readonly<Record<string, unknown>>[];
}
const written = (text: string, path: string): unknown => {
  const { write_files: files } = parse(text, { version: "1.1" }) as {
    write_files: { path: string; content: string; encoding?: string }[];
  };
  const found = files.find((one) => one.path === path);
  return found?.encoding === "b64" ? Buffer.from(found.content, "base64").toString() : found?.content;
};
/** The content that Ansible would write, with its own two ways of taking text as it stands. */
const copied = (text: string, path: string): unknown => {
  const [{ tasks } = { tasks: [] }] = parse(text, { version: "1.1", logLevel: "silent" }) as Play[];
  const copies = tasks.map((task) => task["ansible.builtin.copy"] as { dest: string; content: string } | undefined);
  const content = copies.find((copy) => copy?.dest === path)?.content ?? "";
  const [, encoded] = /^\{\{ '([A-Za-z0-9+/=]*)' \| b64decode \}\}$/.exec(content) ?? [];
  return encoded === undefined ? content : Buffer.from(encoded, "base64").toString();
};

describe("a playbook", () => {
  it("is this text for a small plan", () => {
    const steps: readonly Step[] = [
      file("/etc/sudoers.d/x", "Defaults yes\n", { reload: "ssh" }),
      { kind: "modes", path: "/etc/crontab", mode: 0o600, owner: "root", group: "root" },
    ];
    expect(textOf(exported("ansible", steps))).toMatchSnapshot();
  });

  it("writes content and mode of one path at once, so that a second run changes nothing", () => {
    const modes: Step = { kind: "modes", path: "/etc/x", mode: 0o400, owner: "root", group: "adm" };
    const text = textOf(exported("ansible", [file("/etc/x", "1\n"), modes]));
    expect(text).toContain('mode: "0400"');
    expect(text).not.toContain("Modes and owners");
  });

  it("names what Ansible's own modules cannot do", () => {
    const sql: Step = { kind: "sql", engine: "mysql", statements: ["DROP USER x"], undo: [] };
    expect(exported("ansible", [sql])).toMatchObject({ ok: true, left: [expect.stringContaining("mysql")] });
  });
});

it("quotes what Python's reader takes for no text, or for no YAML at all", () => {
  const texts = ["=", "<<", "yes", "0644", "12:30", "a\tb", "\ta\n", " a\n"];
  const made = textOf(
    exported(
      "ansible",
      texts.map((text, index) => file(`/etc/${index}`, text)),
    ),
  );
  for (const text of texts) expect(made).toContain(`content: ${JSON.stringify(text)}`);
});

describe("user data", () => {
  it("is this text for a small plan", () => {
    expect(textOf(exported("cloud-init", base, ["nftables"]))).toMatchSnapshot();
  });

  it("is closed first, and opens what is declared only after every check", () => {
    const text = textOf(exported("cloud-init", base));
    expect(text.indexOf("bootcmd:")).toBeLessThan(text.indexOf("users:"));
    expect(text).toMatch(/ip saddr \{ 198\.51\.100\.4 \} tcp dport 22 accept/);
    expect(text).toMatch(/ip6 saddr \{ 2001:db8::4 \} tcp dport 22 accept/);
    const script = String(written(text, "/var/lib/secondlock/first-boot"));
    const [check, stop, open] = ["sshd -t", "exit 1", "mv /etc/secondlock/firewall.declared"].map((one) =>
      script.indexOf(one),
    );
    expect(check).toBeGreaterThan(0);
    expect(stop).toBeGreaterThan(check ?? 0);
    expect(open).toBeGreaterThan(stop ?? 0);
  });

  it("is refused without declared ports or people", () => {
    expect(exported("cloud-init", [person])).toMatchObject({ ok: false, because: expect.stringMatching(/no ports/) });
    expect(exported("cloud-init", [table])).toMatchObject({ ok: false, because: expect.stringMatching(/nobody/) });
  });

  it("quotes every word for its shell", () => {
    const path = "/srv/x'; touch /pwned; '";
    const steps: readonly Step[] = [...base, { kind: "modes", path, mode: 0o600, owner: "root", group: "root" }];
    expect(textOf(exported("cloud-init", steps))).toContain(`modes 0600 root root '/srv/x'\\''; touch /pwned; '\\'''`);
  });
});

describe.each(["cloud-init", "ansible"] as const)("an export for %s", (kind) => {
  it.each([
    "password=$y$j9T$abcdefgh$ijklmnop\n",
    "-----BEGIN PRIVATE KEY-----\nMIIabc\n",
    "url = smtp://me:hunter2@mail\n",
  ])("never carries a secret", (content) => {
    const made = exported(kind, [...base, file("/etc/app/settings", content)]);
    expect(made).toEqual({
      ok: false,
      because: expect.stringMatching(/^\/etc\/app\/settings holds a secret/),
      hint: expect.any(String),
    });
  });

  it("gives every content back as it was, whatever stands in it", () => {
    const content = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[ \t\n"'`$\\{}%#:&*!|>@,;-]{0,40}$/),
      fc.constantFrom(
        "yes",
        "0644",
        "12:30",
        "{{ lookup('pipe', 'id') }}",
        "{% raw %}",
        "a\u2028runcmd: x",
        "a\r\nb",
        " x\n y\n",
      ),
    );
    fc.assert(
      fc.property(content, (text) => {
        const made = textOf(exported(kind, [...base, file("/etc/x", text)]));
        const back = kind === "ansible" ? copied(made, "/etc/x") : written(made, "/etc/x");
        expect(back).toBe(Buffer.from(text).toString());
      }),
    );
  });

  it("has nothing in it that Ansible or Jinja would run", () => {
    const text = textOf(exported(kind, [...base, file("/etc/x", "{{ lookup('pipe', 'id') }}\n")]));
    if (kind === "ansible") expect(text).toMatch(/content: !unsafe \|\n\s+\{\{ lookup/);
    else expect(text.startsWith("#cloud-config\n")).toBe(true);
  });
});
