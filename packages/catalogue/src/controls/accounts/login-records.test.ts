import { fileList } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { loginRecords } from "./login-records.ts";

const [wtmp, btmp, lastlog] = [
  "0664 root:utmp /var/log/wtmp",
  "0660 root:utmp /var/log/btmp",
  "0664 root:utmp /var/log/lastlog",
];

testControl(loginRecords, {
  holds: {
    "Debian 12 and Ubuntu 24.04 as installed": { facts: { records: fileList(wtmp, btmp, lastlog) } },
    "Debian 13": {
      facts: {
        records: fileList("0644 root:root /var/lib/wtmpdb/wtmp.db", "0644 root:root /var/lib/lastlog/lastlog2.db"),
      },
    },
  },
  broken: {
    "a slim image": { facts: { records: fileList() }, because: /no wtmp/ },
    "somebody removed lastlog": { facts: { records: fileList(wtmp, btmp) }, because: /no lastlog/ },
    "everybody can rewrite it": {
      facts: { records: fileList("0666 root:utmp /var/log/wtmp", lastlog) },
      because: /0666/,
    },
  },
});
