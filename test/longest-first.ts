import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files of the lab that take longest. A fresh clone has no times of an earlier run, so vitest would go by size there, and wait at
 * the end for a long file that began last: some 100 s of 12 minutes.
 */
export const longest = [
  "harden-decided",
  "export",
  "harden",
  "two-servers",
  "lock-outs",
  "later",
  "open-ssh",
  "harden-time",
  "undo",
  "audit",
  "stories",
  "alerts",
  "uninstall",
  "attempts",
  "first-server",
  "harden-packages-bad-days",
  "person-folders",
  "auditor",
  "harden-bad-days",
  "harden-by-name",
  "bad-days-stop",
  "batch",
  "link-down",
  "unread-settings",
  "bad-days",
  "sealed-boot",
  "first-boot",
  "terminal",
  "bad-days-operator",
  "harden-json",
  "hardened",
  "second-factor",
];

const rank = ({ moduleId, project }: TestSpecification): number => {
  const at = project.name === "lab" ? longest.indexOf(basename(moduleId, ".test.ts")) : -1;
  return at === -1 ? longest.length : at;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- not of an array: the order that vitest would choose
    const usual = await super.sort(files);
    return usual.toSorted((one, other) => rank(one) - rank(other));
  }
}
