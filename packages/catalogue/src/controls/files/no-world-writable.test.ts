import { testControl } from "../../../testing/test-control.ts";
import { noWorldWritable } from "./no-world-writable.ts";

const suid = { path: "/usr/bin/su", mode: 0o4755, owner: "root", group: "root", kind: "file" } as const;

testControl(noWorldWritable, {
  holds: { "Debian 12 as installed": { facts: { odd: { files: [suid], complete: true } } } },
  broken: {
    "chmod 777 on a script": {
      facts: { odd: { complete: true, files: [suid, { ...suid, path: "/usr/local/bin/deploy.sh", mode: 0o777 }] } },
      because: /deploy\.sh \(0777/,
    },
  },
});
