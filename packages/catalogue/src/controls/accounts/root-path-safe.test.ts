import { fileList } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { rootPathSafe } from "./root-path-safe.ts";

const stock = [
  "0755 root:root /",
  "0755 root:root /usr/",
  "0755 root:root /usr/local/bin/",
  "0755 root:root /usr/sbin/",
];
const path = (directories: readonly string[], relative: readonly string[] = []) => ({
  facts: { path: { directories: fileList(...directories), relative } },
});

testControl(rootPathSafe, {
  holds: { "Debian 12 as installed": path(stock) },
  broken: {
    "/usr/local/bin of the group staff, as on Debian 8": {
      ...path([...stock, "2775 root:staff /usr/local/sbin/"]),
      because: /staff/,
    },
    "the application's directory is in it": {
      ...path([...stock, "0755 application:application /usr/local/application/bin/"]),
      because: /application/,
    },
    "everybody writes to /opt": path([...stock, "0777 root:root /opt/"]),
    "a dot": { ...path(stock, ["/root/.bashrc: ."]), because: /current directory/ },
  },
});
