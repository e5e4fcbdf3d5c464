import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { neverThrows, ran } from "../../testing/ssh-fact.ts";
import { sshdRunning } from "./sshd-running.ts";

/** Debian 12, two seconds after somebody touched sshd_config and reloaded: the start time is the old one. */
const reloaded =
  [
    "loaded\t1795238521",
    "pid\t17329",
    "started\t1795238518",
    "program\t/usr/sbin/sshd",
    "arguments\tsshd: /usr/sbin/sshd -p 2299 -o ListenAddress=127.0.0.1 [listener] 0 of 10-100 startups ",
    "changed\t1795238521\t/etc/ssh/sshd_config",
    "changed\t1795238459\t/etc/ssh/sshd_config.d",
    "changed\t1795238459\t/etc/ssh/sshd_config.d/50-cloud-init.conf",
    "end",
  ].join("\n") + "\n";

describe("the SSH server that runs", () => {
  it("takes the reload, not the start, as the time when the files were read", () => {
    expect(sshdRunning.parse({ running: ran(reloaded) }, exampleHost())).toEqual({
      known: true,
      value: {
        changed: { path: "/etc/ssh/sshd_config", at: 1_795_238_521 },
        others: [],
        daemon: {
          loaded: 1_795_238_521,
          programOnDisk: true,
          commandLine: "sshd: /usr/sbin/sshd -p 2299 -o ListenAddress=127.0.0.1 [listener] 0 of 10-100 startups",
        },
      },
    });
  });

  it("sees a program that was replaced", () => {
    const text = reloaded.replace("/usr/sbin/sshd\n", "/usr/sbin/sshd (deleted)\n");
    expect(sshdRunning.parse({ running: ran(text) }, exampleHost())).toMatchObject({
      value: { daemon: { programOnDisk: false } },
    });
  });

  it("sees a second one beside it", () => {
    const second = "sshd: /usr/sbin/sshd -f /etc/ssh/other -p 2222 [listener] 0 of 10-100 startups";
    const text = reloaded.replace("changed\t", `other\t${second}\nchanged\t`);
    expect(sshdRunning.parse({ running: ran(text) }, exampleHost())).toMatchObject({ value: { others: [second] } });
  });

  it("sees that none runs", () => {
    const text = reloaded
      .split("\n")
      .filter((line) => /^(?:changed|end)/.test(line))
      .join("\n");
    expect(sshdRunning.parse({ running: ran(text) }, exampleHost())).toEqual({
      known: true,
      value: { changed: { path: "/etc/ssh/sshd_config", at: 1_795_238_521 }, others: [] },
    });
  });

  it("is absent without a server", () => {
    expect(sshdRunning.parse({ running: ran("absent\nend\n") }, exampleHost())).toMatchObject({ absent: true });
  });

  neverThrows(sshdRunning, reloaded);
});
