import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBounded } from "./bounded-read.ts";
import { lookAtAdmins, parseMembers } from "./look-admins.ts";
import { lookAtNetwork } from "./look-network.ts";
import { lookAtProject, parsePackageName, parseRemote } from "./look-project.ts";
import { parseSockets } from "./proc-net.ts";

const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const tail = "00000000:00000000 00:00000000 00000000     0        0";

describe("sockets of /proc/net", () => {
  test.each([
    [
      "open to everybody",
      `   0: 00000000:0016 00000000:0000 0A ${tail} 17 1`,
      "tcp",
      [{ port: 22, protocol: "tcp", loopback: false, inode: "17" }],
    ],
    [
      "on loopback",
      `   0: 0100007F:1538 00000000:0000 0A ${tail} 18 1`,
      "tcp",
      [{ port: 5432, protocol: "tcp", loopback: true, inode: "18" }],
    ],
    [
      "on ::1",
      `   0: 00000000000000000000000001000000:0016 00000000000000000000000000000000:0000 0A ${tail} 19 1`,
      "tcp",
      [{ port: 22, protocol: "tcp", loopback: true, inode: "19" }],
    ],
    [
      "on ::",
      `   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A ${tail} 19 1`,
      "tcp",
      [{ port: 22, protocol: "tcp", loopback: false, inode: "19" }],
    ],
    ["connected, not listening", `   0: 00000000:0016 0100007F:1234 01 ${tail} 17 1`, "tcp", []],
    [
      "UDP",
      `   0: 00000000:0035 00000000:0000 07 ${tail} 20 1`,
      "udp",
      [{ port: 53, protocol: "udp", loopback: false, inode: "20" }],
    ],
    ["a UDP question", `   0: 00000000:C000 00000000:0000 07 ${tail} 20 1`, "udp", []],
    ["nonsense", "x y z", "tcp", []],
  ] as const)("%s", (_story, line, protocol, sockets) => {
    expect(parseSockets(`${head}${line}\n`, protocol)).toEqual(sockets);
  });
  test("any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => void parseSockets(text, "tcp")));
  });
});

test("a process is named with its socket when it may be read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "secondlock-proc-"));
  await mkdir(join(folder, "net"));
  await mkdir(join(folder, "7/fd"), { recursive: true });
  await writeFile(join(folder, "net/tcp"), `${head}   0: 00000000:0CEA 00000000:0000 0A ${tail} 17 1\n`);
  await writeFile(join(folder, "7/comm"), "mariadbd\n");
  await symlink("socket:[17]", join(folder, "7/fd/3"));

  const seen = await lookAtNetwork(folder);

  expect(seen.listeners).toEqual([{ port: 3306, protocol: "tcp", loopback: false, process: "mariadbd" }]);
  expect(seen.databases).toEqual([{ engine: "mariadb" }]);
});

test("administrators are the members of the sudo groups, with their keys", async () => {
  const root = await mkdtemp(join(tmpdir(), "secondlock-root-"));
  await mkdir(join(root, "etc"));
  await mkdir(join(root, "home/ada/.ssh"), { recursive: true });
  await writeFile(join(root, "etc/group"), "root:x:0:\nsudo:x:27:ada,ben\nwheel:x:10:ada\nusers:x:100:eve\n");
  await writeFile(join(root, "etc/passwd"), "ada:x:1000:1000::/home/ada:/bin/sh\nben:x:1001:1001::/home/ben:/bin/sh\n");
  await writeFile(join(root, "home/ada/.ssh/authorized_keys"), "# mine\n\nssh-ed25519 AAAA ada\n");

  expect(await lookAtAdmins(root)).toEqual([
    { account: "ada", keys: ["ssh-ed25519 AAAA ada"] },
    { account: "ben", keys: [] },
  ]);
  expect(await lookAtAdmins(join(root, "absent"))).toEqual([]);
  expect(parseMembers("sudo")).toEqual([]);
});

describe("a project", () => {
  test("is its repository, its name and its files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "secondlock-project-"));
    await mkdir(join(folder, ".git"));
    await mkdir(join(folder, "inner"));
    await writeFile(
      join(folder, ".git/config"),
      '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://ada:token@git.example/shop.git\n',
    );
    await writeFile(join(folder, "inner/package.json"), '{"name":"shop"}');
    await writeFile(join(folder, "inner/.env"), "KEY=hunter2");

    const seen = await lookAtProject(join(folder, "inner"));

    expect(seen).toEqual({
      repository: { folder, remote: "https://git.example/shop.git" },
      packageName: "shop",
      files: [".env"],
    });
  });
  test.each([
    ["another remote", '[remote "fork"]\nurl = x\n', undefined],
    ["an scp-like address", '[remote "origin"]\n  url = git@git.example:a/b.git\n', "git@git.example:a/b.git"],
  ])("%s", (_story, text, remote) => {
    expect(parseRemote(text)).toBe(remote);
  });
  test.each(["", "{", "[]", "null", '{"name":5}'])("package.json %s has no name", (text) => {
    expect(parsePackageName(text)).toBeUndefined();
  });
});

test("a read is bounded, and only of files", async () => {
  expect(await readBounded("/dev/zero", 10)).toBeUndefined();
  expect(await readBounded("/proc/self/status", 5)).toBe("Name:");
  expect(await readBounded("/absent", 5)).toBeUndefined();
});
