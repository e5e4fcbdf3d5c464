import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { type KernelModules, kernelModules } from "../facts/kernel-modules.ts";
import { managedFile, sorted } from "./managed-file.ts";

/** Of two `install` lines for one module modprobe takes the first, so the file is the first by its name. */
const path = "/etc/modprobe.d/00-secondlock.conf";

/** Modules whose loading is refused. One that is loaded goes with the next start: unloading it could stop what uses it. */
export function modulesRefused(names: readonly string[]): State<KernelModules> {
  return defineState({
    resource: `file:${path}`,
    text: `refuse to load ${names.join(", ")}`,
    settings: Object.fromEntries(names.map((name) => [`install ${name}`, "/bin/false"])),
    fact: kernelModules,
    settle: ({ loaded, available, refused }) => ({
      loaded: loaded.filter((name) => !names.includes(name)),
      available: available.filter((name) => !names.includes(name)),
      refused: [...new Set([...refused, ...names])],
    }),
    bring: modulesFile,
    costs: `The kernel no longer loads ${names.join(", ")}: what needs one of them stops working.`,
    risk: "A module that is loaded now stays until the host starts anew.",
  });
}

function modulesFile(settings: Settings): readonly Change[] {
  const lines = sorted(settings).map(([name, value]) => `${name} ${value}`);
  return [managedFile(path, "modules that a server seldom needs, and attacks like.", lines)];
}
