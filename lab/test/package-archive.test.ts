import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

  test("an index that somebody changed is refused", async () => {
    await on(`sed -i 's/^Label: Lab$/Label: Bad/' ${ARCHIVE}/InRelease`);
    const { code, stderr } = await on("apt-get update");
    expect(`${code} ${stderr}`).toMatch(/is not signed|signatures were invalid|BADSIG/);
  });
});
