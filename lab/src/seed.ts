import { randomBytes } from "node:crypto";
import { must } from "./command.ts";
import type { Account, Fixture, Passwords, Scene, SeedFile } from "./fixture.ts";

export function makePasswords(): Passwords {
  return {
    ada: makePassword(),
    grace: makePassword(),
    root: makePassword(),
    app: makePassword(),
    canary: makePassword(),
  };
}

/** Long enough for every password rule, with each class, and never more than two characters of one in a row, which chance alone would give now and then. */
function makePassword(): string {
  return `Lab-1${randomBytes(12).toString("base64url").replaceAll(/../g, "$&.")}`;
}

/** Lays identity and fixtures into a host's file system, in one `chroot`: no path can lead out of it. */
export async function seed(root: string, scene: Scene, fixtures: readonly Fixture[], hostsFile: string): Promise<void> {
  const lines = ["set -eu", "export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive", ...identity(scene, hostsFile)];
  for (const fixture of fixtures) {
    const { accounts = [], files = [], commands = [] } = fixture.seed(scene);
    lines.push(`: fixture ${fixture.id}`, ...accounts.flatMap(account), ...files.flatMap(file), ...commands);
  }
  await must(`seeding ${scene.host.name}`, ["chroot", root, "/bin/sh", "-s"], { input: `${lines.join("\n")}\n` });
}

/** The image carries the name of the machine that built it, and must not lend its machine id to two hosts. */
function identity({ host }: Scene, hostsFile: string): string[] {
  return [
    ...file({ path: "/etc/hostname", content: `${host.name}\n` }),
    ...file({ path: "/etc/hosts", content: hostsFile }),
    ...file({ path: "/etc/machine-id", content: `${randomBytes(16).toString("hex")}\n`, mode: "444" }),
    "rm -f /var/lib/dbus/machine-id /etc/resolv.conf",
    ": > /etc/resolv.conf",
    "chmod 600 /etc/ssh/ssh_host_*_key",
    // a greeting that five programs put together at each of a test's many logins
    "chmod -f 644 /etc/update-motd.d/* || true",
  ];
}

function account({ name, password, groups = [], keys = [], shell = "/bin/bash" }: Account): string[] {
  const home = name === "root" ? "/root" : `/home/${name}`;
  const lines = [
    `if ! getent passwd ${name} > /dev/null; then useradd --create-home --shell ${shell} ${name}; fi`,
    ...groups.map((group) => `usermod --append --groups ${group} ${name}`),
  ];
  if (password === "") lines.push(`passwd --quiet --delete ${name}`);
  else if (password !== undefined)
    lines.push(
      `hash=$(printf '%s' ${quote(password)} | perl -e 'print crypt(<STDIN>, $ARGV[0])' '${salt()}')`,
      `printf '%s\\n' "${name}:$hash" | chpasswd --encrypted`,
    );
  if (keys.length > 0) {
    lines.push(`install -d -m 700 -o ${name} -g ${name} ${home}/.ssh`);
    lines.push(
      ...file({
        path: `${home}/.ssh/authorized_keys`,
        content: `${keys.join("\n")}\n`,
        mode: "600",
        owner: `${name}:${name}`,
      }),
    );
  }
  return lines;
}

/** For yescrypt at its lowest cost: a test types a password at hundreds of sudos, and nobody guesses it. */
function salt(): string {
  return `$y$j75$${randomBytes(16).toString("hex")}`;
}

function file({ path, content, mode = "644", owner = "root:root" }: SeedFile): string[] {
  const encoded = Buffer.from(content).toString("base64");
  const target = quote(path);
  return [
    `mkdir -p "$(dirname ${target})"`,
    `rm -f ${target}`,
    `printf '%s' '${encoded}' | base64 -d > ${target}`,
    `chown ${owner} ${target}`,
    `chmod ${mode} ${target}`,
  ];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
