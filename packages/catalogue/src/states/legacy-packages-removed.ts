import { defineState, type State } from "@secondlock/model";
import { legacyPackages } from "../facts/legacy-packages.ts";

/** None of the client programs that send passwords in the clear is installed. */
export function legacyPackagesRemoved(): State<readonly string[]> {
  return defineState({
    resource: "packages:legacy-clients",
    text: "remove telnet, rsh, talk, nis, ftp and tftp programs",
    settings: { installed: "no" },
    fact: legacyPackages,
    settle: () => [],
  });
}
