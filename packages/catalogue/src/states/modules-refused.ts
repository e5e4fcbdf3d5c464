import { defineState, type State } from "@secondlock/model";
import { type KernelModules, kernelModules } from "../facts/kernel-modules.ts";

/** Modules whose loading is refused; a loaded one is unloaded. */
export function modulesRefused(names: readonly string[]): State<KernelModules> {
  return defineState({
    resource: "file:/etc/modprobe.d/secondlock.conf",
    text: `refuse to load ${names.join(", ")}`,
    settings: Object.fromEntries(names.map((name) => [`install ${name}`, "/bin/false"])),
    fact: kernelModules,
    settle: ({ loaded, available, refused }) => ({
      loaded: loaded.filter((name) => !names.includes(name)),
      available: available.filter((name) => !names.includes(name)),
      refused: [...new Set([...refused, ...names])],
    }),
  });
}
