import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, secondlock } from "./command.ts";

const file = `service: shop
hosts:
  app-1: { role: app, ssh: "deploy@app-1.example:2222" }
  db-1: { role: db, ssh: "deploy@[2001:db8::3]:22", via: app-1 }
  mail-1: { ssh: root@mail-1.example }
people:
  ada: { keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada@laptop], admin: [db-1] }
  ben: { account: bn, admin: [app-1, mail-1] }
  cara: {}
`;

function desk(): string {
  const directory = folder();
  writeFileSync(join(directory, "secondlock.yaml"), file);
  return directory;
}

describe("secondlock enrol", () => {
  it.each([
    [["adda"], /no person adda\nhint: did you mean ada\?/],
    [["ben"], /2 hosts, and each gets a secret of its own\nhint: name one: --host app-1, --host mail-1/],
    [["ben", "--host", "db-1"], /ben does not administer db-1/],
    [["cara"], /administers no host/],
    [["ada"], /no terminal[^]*\nhint: [^]*--print/],
  ])("%j is refused before anything is done", async (args, message) => {
    const { status, out, err } = await secondlock(["enrol", ...args], desk());
    expect([status, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });

  it("--dry-run tells the steps, --fido2 how to make a key; neither shows a secret", async () => {
    const directory = desk();
    const dry = await secondlock(["enrol", "ada", "--dry-run"], directory);
    expect(dry).toMatchObject({ status: 0, err: "" });
    expect(dry.out).toMatch(
      /over deploy@2001:db8::3:[^]*~ada\/\.google_authenticator \(mode 0400, owner ada\)\nNothing was done/,
    );
    const fido = await secondlock(["enrol", "ada", "--fido2"], directory);
    expect(fido.out).toContain("ssh-keygen -t ed25519-sk -O verify-required -C ada");
  });

  it("says when the host cannot be reached", async () => {
    const directory = folder();
    writeFileSync(
      join(directory, "secondlock.yaml"),
      "service: shop\nhosts: { app-1: { ssh: ada@host.invalid } }\npeople: { ada: { admin: [app-1] } }\n",
    );
    const { status, out, err } = await secondlock(["enrol", "ada", "--print", "-F", "/dev/null"], directory);
    expect([status, out]).toEqual([3, ""]);
    expect(err).toMatch(/^secondlock: app-1: .*\nhint: /);
  });
});

describe("secondlock ssh-config", () => {
  const settings = (directory: string, config: string, host: string): string => {
    const path = join(directory, "ssh_config");
    writeFileSync(path, config);
    return spawnSync("ssh", ["-G", "-F", path, host], { encoding: "utf8" }).stdout;
  };

  it("prints stanzas that ssh takes: a jump in place of a forwarded agent", async () => {
    const directory = desk();
    const { status, out } = await secondlock(["ssh-config"], directory);
    expect(status).toBe(0);
    const app = settings(directory, out, "app-1");
    for (const line of ["hostname app-1.example", "user deploy", "port 2222", "identitiesonly yes", "forwardagent no"])
      expect(app).toContain(`${line}\n`);
    expect(app).toMatch(/stricthostkeychecking (true|yes)\n/);
    expect(app).not.toMatch(/^(proxyjump|controlpath)/m);
    const db = settings(directory, out, "db-1");
    expect(db).toMatch(/^hostname 2001:db8::3\n/m);
    expect(db).toContain("proxyjump app-1\n");
  });

  it("for a person has their hosts, those on the way there, and their own account", async () => {
    const { out } = await secondlock(["ssh-config", "ada"], desk());
    expect([...out.matchAll(/^Host (.*)$/gm)].map(([, host]) => host)).toEqual([
      "app-1 app-1.example",
      "db-1 2001:db8::3",
    ]);
    expect(out).toContain("the private half of ada@laptop");
    expect((await secondlock(["ssh-config", "ben"], desk())).out).toContain("  User bn\n");
    expect(await secondlock(["ssh-config", "zoe"], desk())).toMatchObject({ status: 2, out: "" });
  });

  const keysOf = (said: string): readonly string[] =>
    [...said.matchAll(/^identityfile (.*)$/gm)].map(([, key = ""]) => key);

  it("names no key by itself, so that ssh tries the usual ones", async () => {
    const directory = desk();
    const { out } = await secondlock(["ssh-config", "ada"], directory);
    expect(keysOf(settings(directory, out, "app-1")).length).toBeGreaterThan(1);
  });

  it.each([
    ["~/.ssh/id_ed25519", () => "~/.ssh/id_ed25519"],
    ["keys/ada", (directory: string) => join(directory, "keys/ada")],
    ["my keys/100%", (directory: string) => join(directory, "my keys/100%%")],
    ["keys/#1", (directory: string) => join(directory, "keys/#1")],
  ])("with --identity %s it is the only key, on every host", async (given, key) => {
    const directory = desk();
    const file = join(directory, given.replace("~/", ""));
    mkdirSync(dirname(file));
    writeFileSync(file, "");
    const { status, out } = await secondlock(["ssh-config", "ada", "--identity", given], directory);
    expect(status).toBe(0);
    for (const host of ["app-1", "db-1"]) {
      const said = settings(directory, out, host);
      expect(keysOf(said)).toEqual([key(directory)]);
      expect(said).toContain("identitiesonly yes\n");
    }
  });

  it.each(["/nope/id", "~/nope", "nope"])("refuses %s as a key: it is not there", async (given) => {
    const said = await secondlock(["ssh-config", "ada", "--identity", given], desk());
    expect(said).toMatchObject({
      ...{ status: 2, out: "" },
      err: expect.stringMatching(/^secondlock: there is no key .*nope.*\nhint: /),
    });
  });

  it("serves Secondlock itself, which connects by the address, unless several hosts share it", async () => {
    const directory = desk();
    const one = await secondlock(["ssh-config"], directory);
    expect(settings(directory, one.out, "2001:db8::3")).toContain("proxyjump app-1\n");
    const shared = file.replace("root@mail-1.example", '"root@app-1.example:2223"');
    writeFileSync(join(directory, "secondlock.yaml"), shared);
    const two = await secondlock(["ssh-config"], directory);
    expect([...two.out.matchAll(/^Host (.*)$/gm)].map(([, host]) => host)).toEqual([
      "app-1",
      "db-1 2001:db8::3",
      "mail-1",
    ]);
  });

  it.each(["", "a\nHost *", 'a"b', "a\\b", "${HOME}/key"])(
    "refuses %j as a key: ssh_config cannot say it",
    async (given) => {
      const said = await secondlock(["ssh-config", "ada", "--identity", given], desk());
      expect(said).toMatchObject({ status: 2, out: "", err: expect.stringMatching(/--identity[^]*\nhint: /) });
    },
  );
});
