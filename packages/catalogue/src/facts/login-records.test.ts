import { describe, expect, it } from "vitest";
import { read, staysTotal } from "../../testing/hostile-output.ts";
import { idleLogins, loginRecords } from "./login-records.ts";

// lastlog -b 90 on Debian 12; the third line is a login over IPv6
const debian = `Username         Port     From                                       Latest
root                                                                **Never logged in**
ben              pts/0    2001:db8::7                               Thu Feb  6 10:12:59 +0000 2025
`;

describe("login-records", () => {
  it("reads who has been away", () => {
    expect(read(idleLogins, { list: debian })).toEqual([
      { account: "root", never: true },
      { account: "ben", never: false },
    ]);
    expect(read(idleLogins, { list: "Username         Port     From             Latest\n" })).toEqual([]);
  });

  it("reads the files of Debian 12", () => {
    expect(read(loginRecords, { files: "664 root utmp f /var/log/wtmp\0end\0" }).files).toHaveLength(1);
  });

  staysTotal(idleLogins, ["**Never logged in**"]);
  staysTotal(loginRecords, ["664 root utmp f /var/log/wtmp\0"]);
});
