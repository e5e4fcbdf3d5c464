import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";
import { unitFolders } from "./unit-folders.ts";

/** A unit as systemd has it. */
export interface UnitState {
  readonly loaded: boolean;
  readonly active: boolean;
  readonly enabled: boolean;
  /** `no`, `on-failure`, `always` ...; empty for units that are not services. */
  readonly restart: string;
}

export type SystemUnits = Readonly<Record<string, UnitState>>;

/** Every unit that some control asks for: one call for all of them. */
const watched = [
  "apt-daily.timer",
  "apt-daily-upgrade.timer",
  "chrony.service",
  "systemd-timesyncd.service",
  "ntpsec.service",
  "ntp.service",
  "openntpd.service",
  "rsyslog.service",
  "systemd-journal-upload.service",
  "vector.service",
  "fluent-bit.service",
  "promtail.service",
  "alloy.service",
  "filebeat.service",
  "otelcol.service",
  "otelcol-contrib.service",
  "wazuh-agent.service",
  "secondlock-alerts.service",
  "nginx.service",
  "apache2.service",
  "caddy.service",
  "haproxy.service",
  "mariadb.service",
  "mysql.service",
  "postgresql@*.service",
] as const;

const properties = ["Id", "LoadState", "ActiveState", "UnitFileState", "Restart"];

// systemd looks everywhere for each name that it does not know: only those with a file are asked for
const script = String.raw`known=
names=$*; set --
${unitFolders}
set -f
for name in $names; do
  file=$name; case $name in *@*) file=${"$"}{name%%@*}@.service ;; esac
  for folder; do [ -e "$folder/$file" ] && known="$known $name" && break; done
done
exec systemctl show --no-pager --property=${properties.join(",")} -- ssh.service $known`;

/** Units as the service manager has them now. On a host that systemd did not start there is nothing to ask. */
export const systemUnits = defineFact<SystemUnits>({
  id: "system-units",
  title: "what the service manager runs",
  reads: () => ({
    units: {
      argv: ["sh", "-c", script, "sh", ...watched],
      root: false,
    },
  }),
  parse(raw): Reading<SystemUnits> {
    const text = textOf(raw, "units");
    if (!text.known) return text;
    const units = parseUnits(text.value);
    return Object.keys(units).length === 0 ? unreadable("the service manager told of no unit") : known(units);
  },
});

export function parseUnits(text: string): SystemUnits {
  const units: Record<string, UnitState> = Object.create(null) as Record<string, UnitState>;
  for (const block of text.split(/\n\s*\n/)) {
    const fields = new Map(
      block.split("\n").map((line): [string, string] => {
        const equals = line.indexOf("=");
        return [line.slice(0, Math.max(equals, 0)), line.slice(equals + 1).trim()];
      }),
    );
    const id = fields.get("Id") ?? "";
    if (id === "") continue;
    units[id] = {
      loaded: fields.get("LoadState") === "loaded",
      active: fields.get("ActiveState") === "active",
      enabled: /^(enabled|enabled-runtime|static|alias|indirect|generated)$/.test(fields.get("UnitFileState") ?? ""),
      restart: fields.get("Restart") ?? "",
    };
  }
  return units;
}

const absent: UnitState = { loaded: false, active: false, enabled: false, restart: "" };

/** The unit; one that is not there is neither active nor enabled. */
export function unitOf(units: SystemUnits, id: string): UnitState {
  return units[id] ?? absent;
}

/** Programs whose work is to send logs elsewhere. */
export const logShippers: readonly string[] =
  "systemd-journal-upload vector fluent-bit promtail alloy filebeat otelcol otelcol-contrib wazuh-agent".split(" ");
