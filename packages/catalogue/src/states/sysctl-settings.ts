import { defineState, type State } from "@secondlock/model";
import { type KernelSettings, kernelSettings, namesOf, type SettingsWanted } from "../facts/kernel-settings.ts";

/** Kernel settings, now and after a restart, in a file that sorts after every other; each gets its first accepted value. */
export function sysctlSettings(wanted: SettingsWanted): State<KernelSettings> {
  const settings = Object.fromEntries(Object.entries(wanted).map(([name, [value]]) => [name, value]));
  return defineState({
    resource: "file:/etc/sysctl.d/zz-secondlock.conf",
    text: Object.entries(settings)
      .map(([name, value]) => `${name} = ${value}`)
      .join(", "),
    settings,
    fact: kernelSettings,
    settle({ live, persisted }) {
      const set = Object.fromEntries(
        Object.entries(settings).flatMap(([pattern, value]) =>
          namesOf(live, pattern).map((name): [string, string] => [name, value]),
        ),
      );
      return { live: { ...live, ...set }, persisted: { ...persisted, ...set } };
    },
  });
}
