import { describe, expect, test } from "vitest";
import { parseService } from "./load.ts";

const settings = ["config", "tls_keys", "directory"] as const;

function problemsOf(setting: (typeof settings)[number], path: string): string {
  const value = setting === "directory" ? path : `/srv/shop, ${setting}: ["${path}"]`;
  const text = `service: s\nhosts: { a: { ssh: x@a } }\napplications: { a: { user: shop, directory: ${value} } }\n`;
  const read = parseService(text, "secondlock.yaml");
  return read.ok ? "none" : read.problems.map((one) => `${one.path} ${one.what}; ${one.hint}`).join("\n");
}

describe.each(settings)("what of the system is given to an application as %s is refused", (setting) => {
  test.each([
    ...["/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/passwd", "/etc/group", "/etc/sudoers", "/etc/sudoers.d"],
    ...["/etc/sudoers.d/shop", "/etc/pam.d", "/etc/pam.d/sshd", "/etc/ssh", "/etc/ssh/sshd_config", "/etc/secondlock"],
    ...["/etc/systemd/system/shop.service", "/etc/cron.d", "/etc/cron.d/shop", "/etc/crontab", "/var/spool/cron"],
    ...["/root", "/root/.ssh/authorized_keys", "/boot", "/usr", "/usr/bin/sudo", "/usr/local", "/usr/local/bin"],
    ...["/usr/local/lib/secondlock/collect", "/usr/share", "/bin", "/bin/sh", "/lib", "/lib/x", "/lib64", "/sbin"],
    ...["/var/lib/secondlock", "/var/lib/secondlock/x", "/var/lib", "/var/spool", "/var", "/", "/etc", "/home"],
    ...["//etc/./shadow/", "/./", "/etc/"],
  ])("%s", (path) => {
    expect(problemsOf(setting, path)).toMatch(
      new RegExp(
        `^applications\\.a\\.${setting}(\\[0\\])? .*system( shares)?; give the application a place of its own`,
      ),
    );
  });
});

describe.each(settings)("what is an application's own is taken as %s", (setting) => {
  test.each([
    ...["/srv", "/srv/shop", "/opt/shop", "/usr/local/application", "/usr/local/bin/shop", "/usr/share/shop"],
    ...["/etc/shop", "/etc/ssl/site/site.key", "/etc/letsencrypt/live/shop.example/privkey.pem", "/etc/passwdx"],
    ...["/var/www/shop", "/var/lib/shop", "/home/shop/app", "/etc/sshop", "/rooted", "/usr/local/lib/secondlocker"],
  ])("%s", (path) => {
    expect(problemsOf(setting, path)).toBe("none");
  });
});
