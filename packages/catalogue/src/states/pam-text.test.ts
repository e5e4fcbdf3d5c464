import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withEntry } from "./pam-lines.ts";
import { endsOpen, entriesOf, parsePamText, printPamText } from "./pam-text.ts";

const line = fc.oneof(
  fc.constantFrom(
    "",
    "# a comment",
    "auth required pam_env.so # why",
    "auth [success=2 default=ignore] pam_unix.so nullok",
    "auth\tsufficient\tpam_own.so secret=abc [an option with blanks]",
    "-session optional pam_systemd.so",
    "@include common-auth",
    "auth required \\",
    "account required pam_nologin.so\r",
    "auth required pam_faillock.so preauth",
  ),
  fc.string(),
);
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));
const wanted = {
  file: "own",
  type: "auth",
  control: "[default=die]",
  module: "pam_new.so",
  args: ["authfail"],
  after: "pam_unix.so",
} as const;

describe("the text of a PAM file", () => {
  it("is printed as it was read", () => {
    fc.assert(
      fc.property(text, (before) => {
        expect(printPamText(parsePamText(before))).toBe(before);
      }),
    );
  });

  it("hides values as the fact does, and keeps them in the file", () => {
    const before = "auth required pam_own.so passwd=abc retry=3 dir=/etc/x";
    expect(entriesOf(parsePamText(before))[0]?.args).toEqual(["passwd=...", "retry=3", "dir=/etc/x"]);
    const after = parsePamText(before).map((one) => ({
      ...one,
      ...(one.entry && { entry: { ...one.entry, control: "requisite" } }),
    }));
    expect(printPamText(after)).toBe("auth requisite pam_own.so passwd=abc retry=3 dir=/etc/x");
  });

  it("loses no line to an edit, settles at once, and reads as the entries do", () => {
    fc.assert(
      fc.property(text, (before) => {
        fc.pre(!endsOpen(before));
        const lines = parsePamText(before);
        const after = printPamText(withEntry(lines, wanted));
        const plain = (some: string): readonly string[] => some.replaceAll(/=\d+/g, "").split("\n");
        const added = plain(after).filter((one) => one !== "auth\t[default=die]\tpam_new.so authfail");
        expect(added).toEqual(plain(before).filter((one) => one !== "auth\t[default=die]\tpam_new.so authfail"));
        expect(printPamText(withEntry(parsePamText(after), wanted))).toBe(after);
        const settled = withEntry(
          entriesOf(lines).map((entry) => ({ entry })),
          wanted,
        );
        expect(entriesOf(parsePamText(after))).toEqual(entriesOf(settled));
      }),
    );
  });
});
