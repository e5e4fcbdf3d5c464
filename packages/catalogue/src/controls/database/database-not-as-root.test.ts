import { testControl } from "../../../testing/test-control.ts";
import { databaseNotAsRoot } from "./database-not-as-root.ts";

const process = (program: string, user: string) => ({
  files: { accounts: [], directories: [], processes: [{ program, user }] },
});

testControl(databaseNotAsRoot, {
  holds: { "Debian 12 as installed": { facts: process("mariadbd", "mysql") } },
  broken: { "started by hand": { facts: process("redis-server", "root"), because: /redis-server/ } },
});
