import { fileList } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { cronJobsModes } from "./cron-jobs-modes.ts";

const cron = "0755 root:root /usr/sbin/cron";
const stock = [
  cron,
  "0644 root:root /etc/crontab",
  "0755 root:root /etc/cron.d/",
  "0755 root:root /etc/cron.daily/dpkg",
  "1730 root:crontab /var/spool/cron/crontabs/",
];

testControl(cronJobsModes, {
  holds: {
    "Debian 12 as installed": { facts: { cron: fileList(...stock) } },
    "ada has jobs of her own": { facts: { cron: fileList(...stock, "0600 ada:crontab /var/spool/cron/crontabs/ada") } },
  },
  broken: {
    "the backup script in ada's home": {
      facts: { cron: fileList(...stock, "0755 ada:ada /home/ada/bin/backup.sh") },
      because: /backup\.sh/,
    },
    "a script that everybody writes": {
      facts: { cron: fileList(...stock, "0777 root:root /usr/local/bin/nightly") },
      because: /0777/,
    },
    "a job that its group writes": { facts: { cron: fileList(...stock, "0664 root:staff /etc/cron.d/shop") } },
    "root's table is ada's": { facts: { cron: fileList(...stock, "0600 ada:crontab /var/spool/cron/crontabs/root") } },
  },
});
