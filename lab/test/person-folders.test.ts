import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { controls } from "@secondlock/catalogue";
import { exampleHost } from "@secondlock/catalogue/testing";
import { fileWish, hostPieces, hostProgram } from "@secondlock/engine/testing";
import type { Fact } from "@secondlock/model";
import { admins, type Lab, labReady, startLab } from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";
import { type RawChanges, rawChanges } from "./raw-changes.ts";

const keys = "/home/grace/.ssh/authorized_keys";
const hex = (text: string): string => Buffer.from(text).toString("hex");
const modes = (path: string, mode: string): string => ["modes", hex(path), mode, "grace", "grace"].join("\t");
const graceKeys = (content: string): string =>
  fileWish(keys, content, "600").replace("\troot\troot\t", "\tgrace\tgrace\t");

describe.skipIf(!labReady())("what a person puts in the way in a folder of theirs", () => {
  let lab: Lab<"one" | "app">;
  let raw: RawChanges;
  let desk: Desk;

  beforeAll(async () => {
    lab = await startLab({
      hosts: { one: { role: "bare", fixtures: [admins] }, app: { role: "app", fixtures: [admins] } },
    });
    raw = rawChanges(lab);
    desk = deskFor(lab, "desk");
    writeFileSync(desk.file, declared());
    await sh(
      "install -d /root/secret; echo of-root > /root/secret/authorized_keys; cp -a /home/grace/.ssh /home/grace/.ssh-good",
    );
  });
  beforeEach(() =>
    sh(`chmod 700 /root; chmod 755 /root/secret; chmod 600 /root/secret/authorized_keys
rm -rf /home/grace/.ssh /home/grace/dotfiles; cp -a /home/grace/.ssh-good /home/grace/.ssh`),
  );
  afterAll(() => lab?.stop());

  /** Both have keys that nobody declared. */
  const declared = (): string => {
    const { hosts, operator } = lab;
    const names = Object.keys(hosts).join(", ");
    const people = (["ada", "grace"] as const).map(
      (name) => `  ${name}: { keys: [${operator.keys[name].publicLine}], admin: [${names}] }`,
    );
    const lines = Object.values(hosts).map(({ name, ipv4 }) => `  ${name}: { role: other, ssh: ada@${ipv4} }`);
    const ports = Object.keys(hosts).map((name) => `  ${name}: { 22: administration }`);
    return ["service: lab", "hosts:", ...lines, "people:", ...people, "ports:", ...ports, ""].join("\n");
  };

  const sh = async (script: string): Promise<string> => await raw.sh(lab.hosts.one, script);
  const linkTo = async (place: string): Promise<string> =>
    await sh(`rm -rf /home/grace/.ssh; ln -s ${place} /home/grace/.ssh`);
  const ofRoot = async (): Promise<string> => await sh("stat -c '%U %a %F' /root/secret /root/secret/authorized_keys");
  const untouched = "root 755 directory\nroot 600 regular file\n";

  /** Asks the pieces of the host's own part, as root on the host. */
  async function perl(script: string): Promise<string> {
    const source = hostProgram(hostPieces.filter((name) => name !== "dispatch"));
    const { stdout, stderr } = await lab.hosts.one.exec(["perl", "-"], { input: `${source}\n${script}\n` });
    return stdout + stderr;
  }

  test("a folder that becomes a link before the change is made does not lend them a file of root's", async () => {
    const { told, because } = await raw.change(lab.hosts.one, {
      ...{ wishes: [modes(keys, "640")], waitAt: "apply" },
      atStep: async () => void (await linkTo("/root/secret")),
    });
    expect({ told, because }).toEqual({
      told: "partly taken back",
      because: `${keys} is reached over a link in a folder of somebody else`,
    });
    expect(await ofRoot()).toBe(untouched);
  });

  test("a person who stops what has their rights is waited for a few seconds, and once", async () => {
    const said = await perl(`my $begun = time;
eval { as_keeper("/home/grace/one", sub { kill "STOP", $$ }) }; print $@;
eval { as_keeper("/home/grace/two", sub { "never" }) }; print $@;
print as_keeper("/home/ada/three", sub { "done" }), "\\n", time - $begun < 9 ? "soon" : "late";`);
    expect(said).toBe(
      "/home/grace/one: it was ended as grace in between\n/home/grace/two: grace stops what is done with their rights\ndone\nsoon",
    );
  });

  test("a second name of a file of root's does not either", async () => {
    await sh(`rm -f ${keys}; ln /root/secret/authorized_keys ${keys}`);
    const { told, because } = await raw.change(lab.hosts.one, { wishes: [modes(keys, "640")] });
    expect({ told, because }).toEqual({
      told: "refused",
      because: `${keys} has a second name, which may be somebody else's file`,
    });
    expect(await ofRoot()).toBe(untouched);
  });

  test("what root alone may read is never kept for them, to be given back to them later", async () => {
    await linkTo("/root/secret");
    await sh("chmod 711 /root /root/secret");
    const { told, because } = await raw.change(lab.hosts.one, { wishes: [graceKeys("x\n")] });
    expect({ told, because }).toMatchObject({ told: "refused", because: expect.stringContaining("Permission denied") });
    expect(await sh("grep -rl of-root /var/lib/secondlock")).toBe("");
  });

  test("a link of their own to keys of their own is followed with their rights", async () => {
    await sh("cp -a /home/grace/.ssh-good /home/grace/dotfiles");
    await linkTo("/home/grace/dotfiles");
    const { told } = await raw.change(lab.hosts.one, { wishes: [graceKeys("x\n")] });
    expect(told).toBe("confirmed");
    expect(await sh("stat -c '%U %a' /home/grace/dotfiles/authorized_keys; readlink /home/grace/.ssh")).toBe(
      "grace 600\n/home/grace/dotfiles\n",
    );
  });

  test("a folder that becomes a link before the change is taken back does not lend them the other place", async () => {
    const { one } = lab.hosts;
    await raw.change(one, {
      ...{ wishes: [modes("/home/grace/.ssh", "755")], waitAt: "log in anew" },
      async atStep() {
        await linkTo("/root/secret");
        await raw.untilOver(one);
      },
    });
    expect(await ofRoot()).toBe(untouched);
    expect(await sh("cat $(ls -d /var/lib/secondlock/journal/* | tail -n 1)/state")).toBe("partly taken back\n");
  });

  test("who ends what is done with their rights makes it fail, and not pass for done", async () => {
    const said = await perl(
      `eval { as_keeper("${keys}", sub { kill KILL => $$; sleep 5 }); 1 } and print "done" or print $@; exit 0;`,
    );
    expect(said).toBe(`${keys}: it was ended as grace in between\n`);
  });

  test("a plan reads nothing that root alone may read, however fast they put a link in the place of their file", async () => {
    const said = await perl(`my ($exchange, $here, $link, $keys) = (2, -100, "/home/grace/.ssh/link", "${keys}");
symlink "/root/secret/authorized_keys", $link or die;
my $racer = fork // die;
if (!$racer) { ($), $>) = ("1001 1001", (getpwnam "grace")[2]); syscall 316, $here, $keys, $here, $link, $exchange while 1 }
my ($begun, %seen) = (time);
while (time < $begun + (keys %seen < 2 ? 30 : 3)) { my @words = eval { content_now($keys) }; $seen{ @words ? index(pack("H*", $words[4]), "of-root") < 0 ? "theirs" : "root's" : $@ }++ }
kill "KILL", $racer;
print map { "$_\n" } sort map { s/\n//r } keys %seen;`);
    expect(said.split("\n")).toContain("theirs");
    expect(said.split("\n")).toContain("it is a symbolic link");
    expect(said).not.toContain("root's");
  });

  test("a plan reads nothing over a folder of theirs that leads to root's, and tells a person of it", async () => {
    await linkTo("/root/secret");
    const { stdout } = await desk.secondlock("plan", "one", "--only", "ssh-keys-declared", "--json");
    expect(stdout).not.toContain("of-root");
    expect(stdout).toContain(`${keys} is not touched: Permission denied. grace can put anything there`);
  });

  test("a link of theirs keeps nothing else of a host from being hardened", async () => {
    const { app } = lab.hosts;
    await raw.sh(app, `cp ${keys} /home/grace/.ssh/real; ln -sf real ${keys}`);
    const only = ["--only", "ssh-keys-declared", "--only", "ssh-no-tcp-forwarding"];
    const { code, stdout } = await desk.secondlock("harden", "app", ...only, "--yes");
    expect(stdout).toContain("is not touched: it is a symbolic link");
    // grace's keys are still not the declared ones
    expect(code).toBe(1);
    expect(await raw.sh(app, "sshd -T | grep ^allowtcpforwarding")).toBe("allowtcpforwarding no\n");
    expect(await raw.sh(app, `grep -c . /home/ada/.ssh/authorized_keys ${keys}; readlink ${keys}`)).toBe(
      `/home/ada/.ssh/authorized_keys:1\n${keys}:2\nreal\n`,
    );
  });

  test("a file of theirs is kept up to a length, and nobody's is given to them", async () => {
    await sh(`truncate -s 3G ${keys}`);
    const big = await raw.change(lab.hosts.one, { wishes: [graceKeys("x\n")] });
    expect(big).toEqual({ told: "refused", because: `${keys} is longer than 1048576 bytes` });
    await sh(`truncate -s 0 ${keys}; chown ada: ${keys}`);
    const moved = await raw.change(lab.hosts.one, { wishes: [modes(keys, "640")] });
    expect(moved.because).toBe(`${keys} belongs to neither its folder's owner nor root, and is given to nobody else`);
    expect(await sh(`stat -c %U ${keys}`)).toBe("ada\n");
  });

  test("rights of a file are set and taken back, whatever is in it by then", async () => {
    const { one } = lab.hosts;
    await sh(`truncate -s 3G ${keys}`);
    await raw.change(one, {
      ...{ wishes: [modes(keys, "640")], waitAt: "log in anew" },
      async atStep() {
        expect(await sh(`stat -c %a ${keys}`)).toBe("640\n");
        await sh(`runuser -u grace -- sh -c 'echo mine > ${keys}'`);
        await raw.untilOver(one);
      },
    });
    expect(await sh(`stat -c %a ${keys}; cat ${keys}`)).toBe("600\nmine\n");
  });

  test("a second factor of theirs is looked at up to a length", async () => {
    const facts: Readonly<Record<string, Fact<unknown>>> =
      controls.find(({ id }) => id === "second-factor-enrolled")?.facts ?? {};
    const wanted = exampleHost({ admins: [], ssh: { user: "grace", address: "203.0.113.7", port: 22 } });
    const read = Object.values(facts)
      .find(({ id }) => id === "second-factors")
      ?.reads(wanted)["files"];
    await sh("runuser -u grace -- truncate -s 3G /home/grace/.google_authenticator");
    const bounded = ["sh", "-c", 'ulimit -v 200000; exec "$@"', "sh"];
    const { stdout, stderr } = await lab.hosts.one.exec([...bounded, ...(read?.argv ?? [])]);
    expect(stdout + stderr).toBe("file grace 644 grace\ncodes grace 0\nend\n");
  });

  test("their rights cannot be turned back into root's", async () => {
    const said = await perl(`print as_keeper("${keys}", sub { $> = 0; $< = 0; "$< $> $) $(" }); exit 0;`);
    expect(said).toBe(
      await sh("echo -n $(id -u grace) $(id -u grace) $(id -g grace) $(id -g grace) $(id -g grace) $(id -g grace)"),
    );
  });
});
