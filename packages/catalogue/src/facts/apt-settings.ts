import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

/** Values by name as apt itself merges them, in order; lists keep every entry under `Name::`. */
export type AptSettings = Readonly<Record<string, readonly string[]>>;

// proxies and repository credentials can stand in there; only what a control needs leaves the host
const wantedNames = "^((Binary::apt::)?(APT::Get|Acquire)::Allow|APT::Periodic::|Unattended-Upgrade::)";

/** Settings of apt as it merges them from every file, never the text of one file. */
export const aptSettings = defineFact<AptSettings>({
  id: "apt-settings",
  title: "the settings of apt",
  reads: () => ({
    dump: {
      argv: [
        "sh",
        "-c",
        'dump=$(apt-config dump) || exit $?; printf "%s\\nAPT \\"\\";\\n" "$dump" | grep -E "$1|^APT "',
        "sh",
        wantedNames,
      ],
      root: false,
      bytes: 32 * 1024,
    },
  }),
  parse(raw): Reading<AptSettings> {
    const text = textOf(raw, "dump");
    if (!text.known) return text;
    if (!lines(text.value).includes('APT "";')) return unreadable("apt printed no settings");
    return known(parseAptSettings(text.value));
  },
});

export function parseAptSettings(text: string): AptSettings {
  const settings: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const line of lines(text)) {
    const [, name, value = ""] = /^(\S+) "(.*)";$/.exec(line) ?? [];
    if (name === undefined) continue;
    (settings[name] ??= []).push(value);
  }
  return settings;
}

/** The value of a name that has one; the last counts. */
export function aptSetting(settings: AptSettings, name: string): string | undefined {
  return settings[name]?.at(-1);
}

/** Whether apt takes the value as yes. */
export function aptYes(value: string | undefined): boolean {
  return value !== undefined && /^(1|yes|true|with|on|enable)$/i.test(value);
}

/** Days between two runs of a periodic job; 0 when it is off. `always` is every time. */
export function aptDays(value: string | undefined): number {
  if (value === "always") return 1;
  const [, amount = "0", unit = "d"] = /^(\d{1,6})([smhd]?)$/.exec(value ?? "0") ?? [];
  if (Number(amount) === 0) return 0;
  return unit === "" || unit === "d" ? Number(amount) : 1;
}

const checksOff = [
  "APT::Get::AllowUnauthenticated",
  "Acquire::AllowInsecureRepositories",
  "Acquire::AllowWeakRepositories",
  "Acquire::AllowDowngradeToInsecureRepositories",
];

/** Settings that let apt take packages which nobody has signed. */
export function checksSkipped(settings: AptSettings): readonly string[] {
  return checksOff.filter((name) => [name, `Binary::apt::${name}`].some((each) => aptYes(aptSetting(settings, each))));
}
