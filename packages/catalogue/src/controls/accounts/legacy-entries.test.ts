import { accountList, fileList } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { legacyEntries } from "./legacy-entries.ts";

const accounts = accountList();

testControl(legacyEntries, {
  holds: {
    "Debian 12 as installed": {
      facts: { accounts, homes: fileList("0700 ada:ada /home/ada/", "0644 ada:ada /home/ada/.profile") },
    },
  },
  broken: {
    "a + line of NIS": {
      facts: { accounts: accountList({ legacy: ["/etc/passwd"] }), homes: fileList() },
      because: /\+ line in \/etc\/passwd/,
    },
    "rlogin's trust": { facts: { accounts, homes: fileList("0600 root:root /root/.rhosts") }, because: /\.rhosts/ },
    "hosts.equiv": { facts: { accounts, homes: fileList("0644 root:root /etc/hosts.equiv") }, because: /hosts\.equiv/ },
  },
});
