import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { neverThrows, ran } from "../../testing/ssh-fact.ts";
import { sshdCheck } from "./sshd-check.ts";

const outdated =
  "status\t0\nsaid\t/etc/ssh/sshd_config line 123: Deprecated option UsePrivilegeSeparation\nversion\tOpenSSH_9.2\nend\n";

describe("what sshd says of its configuration", () => {
  it("says nothing on Debian 12 as installed", () => {
    expect(sshdCheck.parse({ check: ran("status\t0\nversion\tOpenSSH_9.2\nend\n") }, exampleHost())).toEqual({
      known: true,
      value: { valid: true, said: [], version: "9.2" },
    });
  });

  it("names an outdated line, and does not mind Protocol 1 beside it", () => {
    expect(sshdCheck.parse({ check: ran(outdated) }, exampleHost())).toMatchObject({
      value: { valid: true, said: ["/etc/ssh/sshd_config line 123: Deprecated option UsePrivilegeSeparation"] },
    });
  });

  it("refuses a word that it does not know", () => {
    const text =
      "status\t255\nsaid\t/etc/ssh/sshd_config: line 123: Bad configuration option: Foo\nsaid\t/etc/ssh/sshd_config: terminating, 1 bad configuration options\nversion\tOpenSSH_9.2\nend\n";
    expect(sshdCheck.parse({ check: ran(text) }, exampleHost())).toMatchObject({ value: { valid: false } });
  });

  it("cannot tell while sshd does not run", () => {
    const text = "status\t255\nsaid\tMissing privilege separation directory: /run/sshd\nversion\tOpenSSH_9.2\nend\n";
    expect(sshdCheck.parse({ check: ran(text) }, exampleHost())).toMatchObject({ known: false });
  });

  it("is absent without a server", () => {
    expect(sshdCheck.parse({ check: ran("absent\nend\n") }, exampleHost())).toMatchObject({ absent: true });
  });

  neverThrows(sshdCheck, outdated);
});
