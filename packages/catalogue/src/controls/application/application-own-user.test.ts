import { testControl } from "../../../testing/test-control.ts";
import { applicationOwnUser } from "./application-own-user.ts";

const good = {
  uid: 998,
  shell: "/usr/sbin/nologin",
  password: "locked",
  groups: ["application"],
  runsAs: ["application"],
} as const;
const { uid: _uid, ...gone } = good;

testControl(applicationOwnUser, {
  holds: {
    "an account of its own": { facts: { account: good } },
    "the guide's useradd -M -s /bin/false": {
      facts: { account: { ...good, shell: "/bin/false", runsAs: [] } },
      because: /no process/,
    },
  },
  broken: {
    "Debian 12 as installed, before the account is made": {
      facts: { account: { ...gone, shell: "", password: "unknown", groups: [], runsAs: [] } },
      because: /no account/,
    },
    "useradd with its defaults": { facts: { account: { ...good, shell: "/bin/sh" } }, because: /shell \(\/bin\/sh/ },
    "a password was set": { facts: { account: { ...good, password: "set" } }, because: /set/ },
    "it may use Docker": { facts: { account: { ...good, groups: ["application", "docker"] } }, because: /docker/ },
    "started by hand as root": {
      facts: { account: { ...good, runsAs: ["application", "root"] } },
      because: /run as root/,
      stays: true,
    },
    "root by another name": { facts: { account: { ...good, uid: 0 } }, because: /root by another name/, stays: true },
    "the administrator's own account": {
      facts: { account: good },
      wanted: { application: { user: "ada", directory: "/srv/shop", config: [], tlsKeys: [] } },
      because: /administrator/,
      stays: true,
    },
  },
});
