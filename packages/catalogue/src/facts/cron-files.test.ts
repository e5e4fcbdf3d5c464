import { describe, expect, it } from "vitest";
import { read, staysTotal } from "../../testing/hostile-output.ts";
import { cronFiles, cronInstalled } from "./cron-files.ts";

describe("cron-files", () => {
  it("reads Debian 12 with cron, and without", () => {
    const list = read(cronFiles, {
      files:
        "755 root root f /sbin/e2scrub_all\u0000755 root root f /usr/sbin/cron\u00001730 root crontab d /var/spool/cron/crontabs\0end\0",
    });
    expect(list.files.at(-1)).toMatchObject({ mode: 0o1730, group: "crontab" });
    expect(cronInstalled(list)).toBe(true);
    expect(cronInstalled(read(cronFiles, { files: "755 root root d /etc/cron.d\0end\0" }))).toBe(false);
  });

  staysTotal(cronFiles, ["755 root root f /usr/sbin/cron\0"]);
});
