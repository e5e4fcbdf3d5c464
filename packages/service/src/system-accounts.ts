/** Debian's base-passwd, and what its packages of servers make. systemd and new packages have names of a form of their own. */
const names: ReadonlySet<string> = new Set([
  ...["root", "daemon", "bin", "sys", "sync", "games", "man", "lp", "mail", "news", "uucp", "proxy", "www-data"],
  ...["backup", "list", "irc", "gnats", "nobody", "messagebus", "sshd", "syslog", "polkitd", "tss", "uuidd", "ntp"],
  ...["postgres", "mysql", "mariadb", "redis", "mongodb", "memcache", "rabbitmq", "nginx", "haproxy", "postfix"],
  ...["dovecot", "bind", "chrony", "docker", "landscape", "pollinate", "tcpdump", "usbmux", "dnsmasq"],
]);

/** Whether it is the account of a program that a distribution brings along. */
export function isSystemAccount(name: string): boolean {
  return names.has(name) || /^(_|systemd-|Debian-)/.test(name);
}
