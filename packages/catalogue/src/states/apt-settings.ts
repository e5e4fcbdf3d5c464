import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { type AptSettings, aptSettings } from "../facts/apt-settings.ts";
import { managedFile, sorted } from "./managed-file.ts";

const path = "/etc/apt/apt.conf.d/zz-secondlock";
/** Read after everything in apt.conf.d (apt.conf(5)). */
const mainFile = "/etc/apt/apt.conf";
const mark = "// Managed by Secondlock: this line beats the ones above";

/** Settings of apt in a file that is read last, so that they win over every other file. */
export function aptConfigured(settings: Readonly<Record<string, string>>): State<AptSettings> {
  return defineState({
    resource: `file:${path}`,
    text: Object.entries(settings)
      .map(([name, value]) => `${name} "${value}"`)
      .join(", "),
    settings,
    fact: aptSettings,
    settle: (before) => ({
      ...before,
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, [value]])),
    }),
    bring: aptFiles,
    costs: "A service is restarted whenever an update of its package installs itself, at an hour that nobody chose.",
    risk: "An update that is faulty is on the host before anybody has tried it.",
  });
}

function aptFiles(settings: Settings): readonly Change[] {
  const lines = sorted(settings).map(([name, value]) => `${name} "${value}";`);
  return [
    managedFile(path, "read after the other files of this folder, so that it wins.", lines),
    { kind: "file", path: mainFile, content: (before) => (before === undefined ? before : beaten(before, settings)) },
  ];
}

/** The main file with our value after each of its own settings of that name; any other text stays. */
function beaten(before: string, settings: Settings): string {
  const own = before.split("\n").filter((line) => !line.endsWith(mark));
  const lines = sorted(settings).flatMap(([name, value]) => {
    // in a block of its own, a name stands without what is before its last colons
    const last = name.slice(name.lastIndexOf(":") + 1).toLowerCase();
    return own.some((line) => line.toLowerCase().includes(last)) ? [`${name} "${value}"; ${mark}`] : [];
  });
  const rest = own.join("\n");
  return lines.length === 0 ? rest : `${rest.trimEnd()}\n${lines.join("\n")}\n`;
}
