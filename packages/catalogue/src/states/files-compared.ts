import { type Change, defineState, ownFile, type Settings, type State } from "@secondlock/model";
import { canHave, fetchLists } from "../facts/apt-package.ts";
import { baselineUnit, type FileIntegrity, fileIntegrityState } from "../facts/file-integrity.ts";

const config = "/etc/aide/aide.conf";
const database = "/var/lib/aide/aide.db";

/**
 * Reading the whole disk takes minutes, so nobody waits for it, and it takes only what nobody else wants. What differs from
 * the last database goes to the journal before it is replaced: a renewal hides nothing that was not told. The codes of
 * `aide --update` up to 7 say what differs (aide(1), DIAGNOSTICS). Not while a change waits to be confirmed.
 */
const service = [
  "# Managed by Secondlock.",
  "[Unit]",
  "Description=Secondlock makes and renews what AIDE compares files with",
  "ConditionPathExists=!/var/lib/secondlock/armed",
  "",
  "[Service]",
  "Type=oneshot",
  "Nice=19",
  "CPUSchedulingPolicy=idle",
  "IOSchedulingClass=idle",
  "NoNewPrivileges=yes",
  "PrivateNetwork=yes",
  `ExecStart=/bin/sh -c 'if [ -s ${database} ]; then aide --config ${config} --update; [ $? -le 7 ]; else aide --config ${config} --init; fi'`,
  `ExecStartPost=/bin/mv -f ${database}.new ${database}`,
  "",
].join("\n");

/** The file goes when a change of ours is confirmed. */
const path = [
  "# Managed by Secondlock.",
  "[Unit]",
  "Description=Secondlock sees that it has changed this host",
  "",
  "[Path]",
  "PathChanged=/var/lib/secondlock/armed",
  `Unit=${baselineUnit}.service`,
  "",
  "[Install]",
  "WantedBy=paths.target",
  "",
].join("\n");

/** For what the system's own updates change. */
const timer = [
  "# Managed by Secondlock.",
  "[Unit]",
  "Description=Secondlock renews what AIDE compares files with, once a month",
  "",
  "[Timer]",
  "OnCalendar=monthly",
  "RandomizedDelaySec=6h",
  "Persistent=yes",
  "",
  "[Install]",
  "WantedBy=timers.target",
  "",
].join("\n");

const days = "dailyaidecheck.timer";

/** AIDE compares the files of the system every day with a database that a unit of ours makes and renews. */
export function filesCompared(): State<FileIntegrity> {
  return defineState({
    resource: `units:${baselineUnit}`,
    text: "AIDE compares files every day; its database is made in the background, and renewed after each change of ours",
    settings: { service, path, timer },
    fact: fileIntegrityState,
    settle: (integrity) =>
      canHave(integrity) ? { installed: true, daily: true, databaseDays: 0, baseline: "waiting" } : integrity,
    bring,
    notes: (integrity) =>
      canHave(integrity)
        ? ["Keep the checksum of /var/lib/aide/aide.db off the host: whoever is root there can write it anew."]
        : [fetchLists("aide")],
    costs: "AIDE reads the disk once a day and after each change, with what time and disk nobody else wants.",
  });
}

function bring(settings: Settings, integrity: FileIntegrity): readonly Change[] {
  if (!canHave(integrity)) return [];
  const unit = (kind: "service" | "path" | "timer"): Change =>
    ownFile(`/etc/systemd/system/${baselineUnit}.${kind}`, settings[kind] ?? "", { reload: "systemd" });
  const running = (name: string): Change => ({ kind: "unit", unit: name, enabled: true, active: true });
  return [
    { kind: "package", package: "aide-common", wanted: "installed" },
    { kind: "package", package: "aide", wanted: "installed" },
    ...(["service", "path", "timer"] as const).map(unit),
    running(`${baselineUnit}.path`),
    running(`${baselineUnit}.timer`),
    running(days),
  ];
}
