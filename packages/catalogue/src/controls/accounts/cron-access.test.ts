import { fileList } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { cronAccess } from "./cron-access.ts";

const cron = "0755 root:root /usr/sbin/cron";
const allow = "0640 root:root /etc/cron.allow";

testControl(cronAccess, {
  holds: {
    "as CIS wants it": {
      facts: {
        cron: fileList(
          cron,
          allow,
          "0600 root:root /etc/crontab",
          "0700 root:root /etc/cron.d/",
          "0644 root:root /etc/cron.d/e2scrub_all",
        ),
      },
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: {
        cron: fileList(
          cron,
          "0644 root:root /etc/crontab",
          "0755 root:root /etc/cron.d/",
          "0755 root:root /etc/cron.daily/",
        ),
      },
      because: /no \/etc\/cron\.allow/,
    },
    "everybody sees the jobs": {
      facts: { cron: fileList(cron, allow, "0644 root:root /etc/crontab", "0700 root:root /etc/cron.d/") },
      because: /crontab \(0644/,
    },
    "a directory of somebody else": { facts: { cron: fileList(cron, allow, "0700 ada:ada /etc/cron.daily/") } },
  },
});
