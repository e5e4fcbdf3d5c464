import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { neverThrows, ran } from "../../testing/ssh-fact.ts";
import { sshLogins } from "./ssh-logins.ts";

const used = "now\t1795239630\nreaches\t1787000000\nlogin\t1795239000\nsession\nend\n";

describe("logins over SSH", () => {
  it("knows that somebody logged in", () => {
    expect(sshLogins.parse({ logins: ran(used) }, exampleHost())).toEqual({
      known: true,
      value: { recent: true, daysLogged: 95 },
    });
  });

  it("knows how far back the log has none", () => {
    expect(sshLogins.parse({ logins: ran("now\t1795239630\nreaches\t1795000000\nend\n") }, exampleHost())).toEqual({
      known: true,
      value: { recent: false, daysLogged: 2 },
    });
  });

  it("cannot tell without a log, as on Debian 12 that systemd did not start", () => {
    expect(sshLogins.parse({ logins: ran("now\t1795239630\nend\n") }, exampleHost())).toMatchObject({ known: false });
  });

  neverThrows(sshLogins, used);
});
