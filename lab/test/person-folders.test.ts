import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fileWish, hostPieces, hostProgram } from "@secondlock/engine/testing";
import { admins, type Lab, labReady, startLab } from "@secondlock/lab";
import { type RawChanges, rawChanges } from "./raw-changes.ts";

const keys = "/home/grace/.ssh/authorized_keys";
const hex = (text: string): string => Buffer.from(text).toString("hex");
const modes = (path: string, mode: string): string => ["modes", hex(path), mode, "grace", "grace"].join("\t");
const graceKeys = (content: string): string =>
  fileWish(keys, content, "600").replace("\troot\troot\t", "\tgrace\tgrace\t");

describe.skipIf(!labReady())("what a person puts in the way in a folder of theirs", () => {
  let lab: Lab<"one">;
  let raw: RawChanges;

  beforeAll(async () => {
    lab = await startLab({ hosts: { one: { role: "bare", fixtures: [admins] } } });
    raw = rawChanges(lab);
    await sh(
      "install -d /root/secret; echo of-root > /root/secret/authorized_keys; cp -a /home/grace/.ssh /home/grace/.ssh-good",
    );
  });
  beforeEach(() =>
    sh(`chmod 700 /root; chmod 755 /root/secret; chmod 600 /root/secret/authorized_keys
rm -rf /home/grace/.ssh; cp -a /home/grace/.ssh-good /home/grace/.ssh`),
  );
  afterAll(() => lab?.stop());

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

  test("their rights cannot be turned back into root's", async () => {
    const said = await perl(`print as_keeper("${keys}", sub { $> = 0; $< = 0; "$< $> $) $(" }); exit 0;`);
    expect(said).toBe(
      await sh("echo -n $(id -u grace) $(id -u grace) $(id -g grace) $(id -g grace) $(id -g grace) $(id -g grace)"),
    );
  });
});
