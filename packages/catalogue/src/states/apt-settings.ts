import { defineState, type State } from "@secondlock/model";
import { type AptSettings, aptSettings } from "../facts/apt-settings.ts";

/** Settings of apt in a file that is read last, so that they win over every other file. */
export function aptConfigured(settings: Readonly<Record<string, string>>): State<AptSettings> {
  return defineState({
    resource: "file:/etc/apt/apt.conf.d/99-secondlock",
    text: Object.entries(settings)
      .map(([name, value]) => `${name} "${value}"`)
      .join(", "),
    settings,
    fact: aptSettings,
    settle: (before) => ({
      ...before,
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, [value]])),
    }),
  });
}
