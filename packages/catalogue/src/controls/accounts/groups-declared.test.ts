import { accountList, anAccount } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { groupsDeclared } from "./groups-declared.ts";

const docker = (...members: readonly string[]) => ({
  facts: { accounts: accountList({ groups: [{ name: "docker", gid: 990, members }] }) },
});

testControl(groupsDeclared, {
  holds: {
    "Debian 12 as installed": { facts: { accounts: accountList() } },
    "docker without members": docker(),
    "docker for ada, declared": { ...docker("ada"), wanted: { allow: ["docker"] } },
  },
  broken: {
    "the docker guide's usermod": { ...docker("ada"), because: /ada in docker/ },
    "docker is meant for administrators, not for the application": {
      ...docker("application"),
      wanted: { allow: ["docker"] },
      because: /application/,
    },
    "Ubuntu 24.04's first user is in lxd": {
      facts: { accounts: accountList({ groups: [{ name: "lxd", gid: 101, members: ["ada"] }] }) },
      because: /lxd/,
    },
    "disk is a first group": {
      facts: { accounts: accountList({ accounts: [anAccount({ name: "eve", gid: 6 })] }) },
      because: /eve in disk/,
    },
    shadow: {
      facts: { accounts: accountList({ groups: [{ name: "shadow", gid: 42, members: ["monitoring"] }] }) },
      because: /monitoring in shadow/,
    },
  },
});
