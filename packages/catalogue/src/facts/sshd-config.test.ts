import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { neverThrows, ran } from "../../testing/ssh-fact.ts";
import { overriddenLines, openedBy, type SshdConfig, sshdConfig } from "./sshd-config.ts";

const debian =
  [
    "file\t0\t644\troot\troot\t/etc/ssh/sshd_config",
    "line\t0\t/etc/ssh/sshd_config\t12\tInclude\t/etc/ssh/sshd_config.d/*.conf",
    "line\t0\t/etc/ssh/sshd_config\t62\tKbdInteractiveAuthentication\tno",
    "line\t0\t/etc/ssh/sshd_config\t85\tUsePAM\tyes",
    "line\t0\t/etc/ssh/sshd_config\t90\tX11Forwarding\tyes",
    "line\t0\t/etc/ssh/sshd_config\t94\tPrintMotd\tno",
    "line\t0\t/etc/ssh/sshd_config\t112\tAcceptEnv\tLANG LC_*",
    "line\t0\t/etc/ssh/sshd_config\t115\tSubsystem\tsftp\t/usr/lib/openssh/sftp-server",
    "directory\t755\troot\troot\t/etc/ssh",
    "directory\t755\troot\troot\t/etc/ssh/sshd_config.d",
    "end",
  ].join("\n") + "\n";

/** Debian 12 after cloud-init, somebody who wants passwords off, and three Match blocks. */
const cloud =
  [
    "file\t0\t644\troot\troot\t/etc/ssh/sshd_config",
    "line\t0\t/etc/ssh/sshd_config\t12\tInclude\t/etc/ssh/sshd_config.d/*.conf",
    "file\t1\t644\troot\troot\t/etc/ssh/sshd_config.d/50-cloud-init.conf",
    "line\t1\t/etc/ssh/sshd_config.d/50-cloud-init.conf\t1\tPasswordAuthentication\tyes",
    "line\t0\t/etc/ssh/sshd_config\t62\tKbdInteractiveAuthentication\tno",
    "line\t0\t/etc/ssh/sshd_config\t85\tUsePAM\tyes",
    "line\t0\t/etc/ssh/sshd_config\t90\tX11Forwarding\tyes",
    "line\t0\t/etc/ssh/sshd_config\t94\tPrintMotd\tno",
    "line\t0\t/etc/ssh/sshd_config\t112\tAcceptEnv\tLANG LC_*",
    "line\t0\t/etc/ssh/sshd_config\t115\tSubsystem\tsftp\t/usr/lib/openssh/sftp-server",
    "line\t0\t/etc/ssh/sshd_config\t123\tPasswordAuthentication\tno",
    "line\t0\t/etc/ssh/sshd_config\t124\tMatch\tAddress 10.0.0.0/8,!10.0.0.5",
    "line\t0\t/etc/ssh/sshd_config\t125\tPermitRootLogin\tyes",
    "line\t0\t/etc/ssh/sshd_config\t126\tMatch\tGroup adm,sudo",
    "line\t0\t/etc/ssh/sshd_config\t127\tPasswordAuthentication\tyes",
    'line\t0\t/etc/ssh/sshd_config\t128\tMatch\tUser "backup*,games" LocalPort 22',
    "line\t0\t/etc/ssh/sshd_config\t129\tPasswordAuthentication\tno",
    "line\t0\t/etc/ssh/sshd_config\t130\tX11Forwarding\tno",
    "directory\t755\troot\troot\t/etc/ssh",
    "directory\t755\troot\troot\t/etc/ssh/sshd_config.d",
    "case\t/etc/ssh/sshd_config\t124\tada\tAddress 10.0.0.0/8,!10.0.0.5",
    "set\tpermitrootlogin yes",
    "set\tpasswordauthentication yes",
    "set\tkbdinteractiveauthentication no",
    "set\tpermitemptypasswords no",
    "set\tauthenticationmethods any",
    "case\t/etc/ssh/sshd_config\t124\troot\tAddress 10.0.0.0/8,!10.0.0.5",
    "set\tpermitrootlogin yes",
    "set\tpasswordauthentication yes",
    "set\tkbdinteractiveauthentication no",
    "set\tpermitemptypasswords no",
    "set\tauthenticationmethods any",
    "case\t/etc/ssh/sshd_config\t126\tada\tGroup adm,sudo",
    "set\tpermitrootlogin without-password",
    "set\tpasswordauthentication yes",
    "set\tkbdinteractiveauthentication no",
    "set\tpermitemptypasswords no",
    "set\tauthenticationmethods any",
    "case\t/etc/ssh/sshd_config\t128\tbackupx\tUser backup*,games LocalPort 22",
    "set\tpermitrootlogin without-password",
    "set\tpasswordauthentication no",
    "set\tkbdinteractiveauthentication no",
    "set\tpermitemptypasswords no",
    "set\tauthenticationmethods any",
    "case\t/etc/ssh/sshd_config\t128\tgames\tUser backup*,games LocalPort 22",
    "set\tpermitrootlogin without-password",
    "set\tpasswordauthentication no",
    "set\tkbdinteractiveauthentication no",
    "set\tpermitemptypasswords no",
    "set\tauthenticationmethods any",
    "end",
  ].join("\n") + "\n";

function read(text: string): SshdConfig {
  const reading = sshdConfig.parse({ config: ran(text) }, exampleHost());
  if (!reading.known) throw new Error(reading.reason);
  return reading.value;
}

describe("the configuration files of sshd", () => {
  it("reads Debian 12 as installed", () => {
    const config = read(debian);
    expect(config.files).toEqual([{ path: "/etc/ssh/sshd_config", mode: 0o644, owner: "root", group: "root" }]);
    expect(config.directories.map(({ path }) => path)).toEqual(["/etc/ssh", "/etc/ssh/sshd_config.d"]);
    expect(config.lines.map(({ keyword, value }) => `${keyword} ${value}`)).toContain(
      "kbdinteractiveauthentication no",
    );
    expect(config).toMatchObject({ cases: [], complete: true });
    expect(overriddenLines(config)).toEqual([]);
  });

  it("finds the line of cloud-init that is read first", () => {
    const [found, ...more] = overriddenLines(read(cloud));
    expect(found).toMatchObject({
      line: { line: 123, value: "no" },
      by: { file: "/etc/ssh/sshd_config.d/50-cloud-init.conf", value: "yes" },
    });
    expect(more).toEqual([]);
  });

  it("knows what each Match block does, and to whom", () => {
    const { cases } = read(cloud);
    expect(cases.map(({ at, account }) => `${at.split(":")[1]} ${account}`)).toEqual([
      "124 ada",
      "124 root",
      "126 ada",
      "128 backupx",
      "128 games",
    ]);
    expect(cases.map(openedBy)).toEqual([
      ["passwordauthentication"],
      ["permitrootlogin", "passwordauthentication"],
      ["passwordauthentication"],
      [],
      [],
    ]);
  });

  it("ends a Match block with its file", () => {
    const text = [
      "file\t0\t600\troot\troot\t/a",
      "file\t1\t600\troot\troot\t/b",
      "line\t1\t/b\t1\tMatch\tall",
      "line\t1\t/b\t2\tX11Forwarding\tno",
      "line\t0\t/a\t2\tUsePAM\tyes",
      "end",
      "",
    ];
    expect(read(text.join("\n")).lines.map(({ underMatch }) => underMatch)).toEqual([true, true, false]);
  });

  it("says when there is more than it looks at", () => {
    expect(read(debian.replace("end\n", "more\nend\n")).complete).toBe(false);
  });

  it("is absent without a server", () => {
    expect(sshdConfig.parse({ config: ran("absent\nend\n") }, exampleHost())).toMatchObject({
      known: false,
      absent: true,
    });
  });

  neverThrows(sshdConfig, cloud);
});
