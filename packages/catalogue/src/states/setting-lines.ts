import type { Settings } from "@secondlock/model";

/** `equals`: `key = value`, or the bare key for `yes`. `blank`: `KEY value`. */
export type SettingForm = "equals" | "blank";

/**
 * A file of settings with these in it. Every line of a key gets the value, for of several lines some programs take the
 * first and some the last (tried on Debian 12: of two UMASK in login.defs pam_umask takes the first, useradd the last).
 * Comments and all other lines stay.
 */
export function withSettings(text: string, settings: Settings, form: SettingForm): string {
  const lines = text.split("\n");
  const seen = new Set<string>();
  const changed = lines.map((line) => {
    const [, indent = "", key = "", gap = "", value = ""] =
      /^(\s*)([^\s=#]+)(\s*=\s*|\s+|$)([^#]*)/.exec(line.trimEnd()) ?? [];
    const wanted = Object.hasOwn(settings, key) ? settings[key] : undefined;
    if (wanted === undefined) return line;
    seen.add(key);
    if ((value.trim() || "yes") === wanted) return line;
    return indent + (form === "blank" ? `${key}${gap || "\t"}${wanted}` : settingLine(key, wanted, form));
  });
  const missing = Object.entries(settings).filter(([key]) => !seen.has(key));
  const added = missing.map(([key, value]) => settingLine(key, value, form));
  if (added.length === 0) return changed.join("\n");
  const end = changed.at(-1) === "" ? changed.slice(0, -1) : changed;
  return [...end, ...added, ""].join("\n");
}

function settingLine(key: string, value: string, form: SettingForm): string {
  if (form === "blank") return `${key}\t${value}`;
  return value === "yes" ? key : `${key} = ${value}`;
}
