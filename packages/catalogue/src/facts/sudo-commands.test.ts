import { expect, it } from "vitest";
import { givesAll } from "./sudo-commands.ts";

it.each([
  "ALL",
  "/bin/bash",
  "/usr/bin/python3.11",
  "/usr/bin/vim.basic /etc/hosts",
  "/usr/bin/env",
  "/bin/tar",
  "/usr/bin/find",
  "/usr/bin/less /var/log/syslog",
  "/bin/systemctl",
  "/bin/systemctl status shop",
  "/bin/systemctl restart *",
  "/usr/bin/docker",
  "/usr/bin/su - postgres",
  "/usr/local/bin/",
  "^/usr/bin/up.*$",
  "/opt/deploy [a-z]",
])("%s is as good as everything", (command) => {
  expect(givesAll(command)).toBe(true);
});

it.each(["/usr/bin/uptime", "/bin/systemctl restart shop", "/opt/deploy.sh", "sudoedit /etc/motd", ""])(
  "%s is one command",
  (command) => {
    expect(givesAll(command)).toBe(false);
  },
);
