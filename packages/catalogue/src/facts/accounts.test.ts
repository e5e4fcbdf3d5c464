import { describe, expect, it } from "vitest";
import { read, staysTotal } from "../../testing/hostile-output.ts";
import { accounts, canLogIn, loginAccounts, membersOf, parseAccounts } from "./accounts.ts";

// as the read prints them on Debian 12, with accounts of every kind added
const debian = `sources	         files
account	root	0	0	/root	/bin/bash	shadow
account	sync	4	65534	/bin	/bin/sync	shadow
account	www-data	33	33	/var/www	/usr/sbin/nologin	shadow
account	nobody	65534	65534	/nonexistent	/usr/sbin/nologin	shadow
account	md	1001	1001	/home/md	/bin/bash	shadow
account	de	1002	1002	/home/de	/bin/sh	shadow
account	ho	1003	1003	/home/ho	/bin/bash	set	des
account	em	1004	1004	/home/em		empty
account	lo	1005	1005	/home/lo	/bin/zsh	shadow
legacy	/etc/passwd
shadow	root	0	99999		locked	
shadow	md	1778	90		set	1
shadow	de	1778	99999	expired	set	des
shadow	lo	1778	99999		locked	6
group	root	0	
group	sudo	27	md,lo
group	ho	1003	
end
`;
const list = read(accounts, { list: debian });
const named = (name: string) => list.accounts.find((one) => one.name === name);

describe("accounts", () => {
  it("reads the state of every password", () => {
    expect(named("root")).toMatchObject({ password: "locked", scheme: "", uid: 0 });
    expect(named("md")).toMatchObject({ password: "set", scheme: "1", maxDays: 90, age: 1778 });
    expect(named("de")).toMatchObject({ scheme: "des", expired: true });
    expect(named("ho")).toMatchObject({ password: "set", scheme: "des", inPasswd: true });
    expect(named("em")).toMatchObject({ password: "empty", inPasswd: true, shell: "/bin/sh" });
    expect(named("lo")).toMatchObject({ password: "locked", scheme: "6" });
  });

  it("knows who can log in, and who is in a group", () => {
    expect(loginAccounts(list).map(({ name }) => name)).toEqual(["md", "de", "ho", "em", "lo"]);
    expect(list.accounts.filter(canLogIn).map(({ name }) => name)).toEqual(["root", "md", "de", "ho", "em", "lo"]);
    expect(membersOf(list, "sudo")).toEqual(["md", "lo"]);
    expect(membersOf(list, "ho")).toEqual(["ho"]);
    expect(list.legacy).toEqual(["/etc/passwd"]);
  });

  it("locks an account that shadow does not know", () => {
    expect(parseAccounts("account\tx\t1000\t1000\t/\t/bin/sh\tshadow\nend\n")).toMatchObject({
      value: { accounts: [{ password: "locked" }] },
    });
  });

  it("reads ids as the C library does: zeros, a sign and spaces hide no second root", () => {
    const rows = ["00000000000", "+0", "-0", "0"].map((uid, at) => `account\tx${at}\t${uid}\t0\t/\t/bin/sh\tshadow\n`);
    const read = parseAccounts(`${rows.join("")}end\n`);
    expect(read.known && read.value.accounts.map(({ uid }) => uid)).toEqual([0, 0, 0, 0]);
  });

  it("takes the first of two lines for one name, as the C library does", () => {
    const twice =
      "account\tx\t1000\t1000\t/\t/bin/sh\tshadow\nshadow\tx\t0\t0\t\tempty\nshadow\tx\t0\t0\t\tlocked\nend\n";
    expect(parseAccounts(twice)).toMatchObject({ value: { accounts: [{ password: "empty" }] } });
  });

  it.each(["extrausers", "cache_oslogin", "db", "oslogin"])("%s is a directory too", (source) => {
    const found = parseAccounts(
      `sources\tfiles ${source} systemd [NOTFOUND=return]\naccount\tx\t1\t1\t/\t/bin/sh\tshadow\nend\n`,
    );
    expect(found).toMatchObject({ value: { directories: [source] } });
  });

  it("sees that accounts also come from a directory", () => {
    expect(
      read(accounts, { list: debian.replace("         files", "files [NOTFOUND=return] sss systemd") }).directories,
    ).toEqual(["sss"]);
  });

  it("does not take half a list", () => {
    expect(parseAccounts(debian.slice(0, 300))).toMatchObject({ known: false });
    expect(parseAccounts("end\n")).toMatchObject({ known: false });
  });

  staysTotal(accounts, ["account\tada\t1000\t", "shadow\tada\t", "group\tsudo\t27\t", "__proto__", "constructor"]);
});
