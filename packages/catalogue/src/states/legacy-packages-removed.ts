import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { legacyPackages } from "../facts/legacy-packages.ts";

/** None of the client programs that send passwords in the clear is installed. */
export function legacyPackagesRemoved(): State<readonly string[]> {
  return defineState({
    resource: "packages:legacy-clients",
    text: "remove telnet, rsh, talk, nis, ftp and tftp programs",
    settings: { installed: "no" },
    fact: legacyPackages,
    settle: () => [],
    bring: legacyRemoved,
    costs: "Scripts that call one of these programs have to use ssh, scp or curl instead.",
    risk: "What depends on one of these packages is removed with it.",
  });
}

function legacyRemoved(_settings: Settings, installed: readonly string[]): readonly Change[] {
  return installed.map((name) => ({ kind: "package", package: name, wanted: "removed" }));
}
