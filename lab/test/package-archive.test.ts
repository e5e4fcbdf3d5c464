import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controls } from "@secondlock/catalogue";
import { exampleHost } from "@secondlock/catalogue/testing";
import { factsOf } from "@secondlock/engine";
import { labReady, type CommandResult, type Lab, packageArchive, startLab } from "@secondlock/lab";

const ARCHIVE = "/var/lib/lab-packages";

describe.skipIf(!labReady())("the lab's package archive", () => {
  let lab: Lab<"bare">;

  beforeAll(async () => {
    lab = await startLab({ hosts: { bare: { role: "bare", fixtures: [packageArchive] } }, say: console.log });
  });
  afterAll(() => lab?.stop());

  const on = (script: string): Promise<CommandResult> => lab.hosts.bare.exec(["sh", "-c", script]);

  test("it holds all that it has, with what that depends on", async () => {
    const all = "dpkg-deb -W --showformat='${Package}\\n'";
    const wanted = `for f in ${ARCHIVE}/*.deb; do ${all} "$f"; done | xargs apt-get -s -q install`;
    expect(await on(wanted)).toMatchObject({ code: 0 });
    const { stdout } = await on("apt-get -s -q install aide aide-common needrestart rsyslog-gnutls");
    for (const name of ["aide", "aide-common", "needrestart", "rsyslog-gnutls"])
      expect(stdout).toMatch(new RegExp(`^Inst ${name} `, "m"));
  });

  test("nothing else is asked, and the index is trusted for its signature alone", async () => {
    const { code, stdout, stderr } = await on("apt-get update");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.replaceAll(/^.* file:\S+ \.\/ .*$|^Reading package lists.*$/gm, "").trim()).toBe("");
    expect((await on("cat /etc/apt/sources.list /etc/apt/sources.list.d/*")).stdout).toMatch(
      /^deb \[signed-by=\S+\] file:\S+ \.\/\n$/,
    );
  });

  const readBy = async (id: string): Promise<unknown> => {
    const fact = factsOf(controls).find((one) => one.id === id);
    const [[key, read] = []] = Object.entries(fact?.reads(exampleHost()) ?? {});
    if (fact === undefined || key === undefined || read === undefined) throw new Error(`there is no fact ${id}`);
    const { code, stdout, stderr } = await lab.hosts.bare.exec([...read.argv]);
    return fact.parse({ [key]: { stdout, stderr, status: code, truncated: false } }, exampleHost());
  };

  test.each(["file-integrity", "program-restarts"])(
    "%s: a plan knows what apt can fetch, also where apt keeps its lists packed",
    async (id) => {
      const lists = "/var/lib/apt/lists";
      const known = (available: object): object => ({ known: true, value: { installed: false, ...available } });
      expect(await readBy(id)).toMatchObject(known({ available: true }));
      await on(`mkdir /var/lib/away; for f in ${lists}/*_Packages; do gzip -c $f > $f.gz; mv $f /var/lib/away; done`);
      expect(await on("apt-cache show needrestart")).toMatchObject({ code: 0 });
      expect(await readBy(id)).toMatchObject(known({ available: true }));
      await on(`rm ${lists}/*_Packages.gz; : > ${lists}/a_Packages.diff_Index`);
      expect(JSON.stringify(await readBy(id))).not.toContain("available");
      await on(`rm ${lists}/a_Packages.diff_Index; mv /var/lib/away/* ${lists}; rmdir /var/lib/away`);
    },
  );

  test("whether needrestart starts sshd anew is read as Perl reads it", async () => {
    expect(await on("apt-get install -q -y --no-install-recommends needrestart")).toMatchObject({ code: 0 });
    const perl = `perl -e 'our %nrconf; eval do { local (@ARGV, $/) = "/etc/needrestart/needrestart.conf"; <> }; die $@ if $@;
      print grep({ "ssh.service" =~ $_ } keys %{ $nrconf{override_rc} }) ? "left" : "restarted"'`;
    const team = "/etc/needrestart/conf.d/team.conf";
    const says = async (line: string, which: "left" | "restarted"): Promise<void> => {
      const added = await lab.hosts.bare.exec(["sh", "-c", `cat >> ${team}`], { input: `${line}\n` });
      expect(added).toMatchObject({ code: 0 });
      expect(await on(perl)).toMatchObject({ code: 0, stdout: which });
      const value = { installed: true, mode: "restarts", left: [], restarted: [], [which]: ["ssh"] };
      expect(await readBy("program-restarts")).toEqual({ known: true, value });
    };
    await says("$nrconf{restart} = 'a';", "restarted");
    await says("$nrconf{override_rc}{qr(^ssh)} = 0;", "left");
    await says("$nrconf{override_rc} = { qr(^dbus) => 0 };", "restarted");
  });

  test("an index that somebody changed is refused", async () => {
    await on(`sed -i 's/^Label: Lab$/Label: Bad/' ${ARCHIVE}/InRelease`);
    const { code, stderr } = await on("apt-get update");
    expect(`${code} ${stderr}`).toMatch(/is not signed|signatures were invalid|BADSIG/);
  });
});
