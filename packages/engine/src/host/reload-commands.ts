import type { Reload } from "@secondlock/model";

/** How a program is told that its files have changed. */
export interface ReloadCommand {
  /** `reload` keeps its connections; `restart` is for those that read their files only once. */
  readonly how: "reload" | "restart" | "reload-or-restart";
  readonly unit: string;
  /** True: it has to run on every host, so that one that stands still is started. */
  readonly always?: true;
  /** What it needs besides. */
  readonly after?: readonly string[];
}

/**
 * One table for the exports. The part that runs on a host has the same in `perl/units.pl`, for it has to stand alone; a test
 * holds the two equal. `systemd` itself is told by `systemctl daemon-reload`.
 */
export const reloadCommands: Readonly<Record<Exclude<Reload, "systemd">, ReloadCommand>> = {
  // never restarted: that would end the logins that are open
  ssh: { how: "reload", unit: "ssh.service" },
  nftables: { how: "reload-or-restart", unit: "secondlock-firewall.service", always: true },
  // not `sysctl --system`: it reads /etc/sysctl.conf last, and so undoes what the boot would do
  sysctl: { how: "restart", unit: "systemd-sysctl.service", always: true },
  // a restart alone leaves the new folder empty
  journald: { how: "restart", unit: "systemd-journald.service", always: true, after: ["journalctl", "--flush"] },
  time: { how: "restart", unit: "systemd-timesyncd.service" },
  mariadb: { how: "restart", unit: "mariadb.service" },
  postgresql: { how: "restart", unit: "postgresql.service" },
  nginx: { how: "reload", unit: "nginx.service" },
  alerts: { how: "restart", unit: "secondlock-alerts.service" },
};
