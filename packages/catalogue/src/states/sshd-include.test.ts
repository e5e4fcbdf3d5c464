import { type Fact, known, type Look } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { written } from "../../testing/brought.ts";
import { exampleHost } from "../../testing/example-host.ts";
import { sshdConfig } from "../facts/sshd-config.ts";
import { secondFactorRequired } from "./second-factor-required.ts";
import { sshdSettings } from "./sshd-settings.ts";

const main = "/etc/ssh/sshd_config";
const folder = `${main}.d`;
const include = `Include ${folder}/00-secondlock*.conf\n`;

/** What the collector prints of a main file, with files of the folder where it includes them. */
function lookAt(text: string, included: Readonly<Record<string, string>> = {}): Look {
  const rows = (depth: number, file: string, content: string): readonly string[] => [
    `file\t${depth}\t644\troot\troot\t${file}`,
    ...content.split("\n").flatMap((line, index) => {
      const [, word = "", rest = ""] = /^\s*([^\s#]+)\s*(.*)$/.exec(line) ?? [];
      const row = word === "" ? [] : [`line\t${depth}\t${file}\t${index + 1}\t${word}\t${rest}`];
      const below = word === "Include" ? Object.entries(included).filter(([name]) => name.startsWith(folder)) : [];
      return [...row, ...below.flatMap(([name, inner]) => rows(depth + 1, name, inner))];
    }),
  ];
  const stdout = `${[...rows(0, main, text), "end"].join("\n")}\n`;
  const reading = sshdConfig.parse({ config: { stdout, stderr: "", status: 0, truncated: false } }, exampleHost());
  expect(reading).toEqual(known(expect.anything()));
  return <U>({ id }: Fact<U>) => (id === sshdConfig.id && reading.known ? (reading.value as U) : undefined);
}

const settings = { passwordauthentication: "no" };
const mainAfter = (text: string, included?: Readonly<Record<string, string>>): string | undefined => {
  const changes = sshdSettings(settings).bring?.(settings, { byAccount: {} }, lookAt(text, included)) ?? [];
  return written(changes, { [main]: text })[main];
};

describe("our drop-in is read, and first", () => {
  it("where no line names it, the first one does from now on; and no other file of the folder wakes", () => {
    const text = "# kept since Debian 10\nPasswordAuthentication no\nX11Forwarding yes\n";
    const after = `${include}# kept since Debian 10\n# taken out by Secondlock: PasswordAuthentication no\nX11Forwarding yes\n`;
    expect(mainAfter(text)).toBe(after);
  });

  it.each([
    ["after a setting", `UsePAM no\nInclude ${folder}/*.conf\n`],
    ["inside a Match block", `Match User git\n  Include ${folder}/*.conf\n`],
    ["of another folder", "Include /etc/ssh/local/*.conf\n"],
    ["of another kind of file", `Include ${folder}/*.cnf\n`],
    ["of one of ours alone", `Include ${folder}/00-secondlock.conf\nUsePAM yes\n`],
    ["in a comment", `#Include ${folder}/*.conf\nUsePAM yes\n`],
  ])("an Include %s does not do", (_name, text) => {
    expect(mainAfter(text)).toBe(`${include}${text}`);
  });

  it("an Include after a file that sets something does not do either", () => {
    const text = `Include ${folder}/10-cloud.conf\nInclude ${folder}/*.conf\n`;
    expect(mainAfter(text, { [`${folder}/10-cloud.conf`]: "UsePAM no\n" })).toBe(`${include}${text}`);
  });

  it.each([
    ["Debian's own", `Include ${folder}/*.conf\nUsePAM yes\n`],
    ["ours", `${include}UsePAM yes\n`],
    ["quoted", `Include "${folder}/*.conf"\nUsePAM yes\n`],
    ["from /etc/ssh on", "Include sshd_config.d/*.conf\nUsePAM yes\n"],
    ["one of several", `Include /etc/ssh/a.conf ${folder}/*\nUsePAM yes\n`],
  ])("an Include that is there stays alone: %s", (_name, text) => {
    expect(mainAfter(text)).toBe(text);
    expect(mainAfter(text, { [`${folder}/00-secondlock.conf`]: "Match all\n  PasswordAuthentication no\n" })).toBe(
      text,
    );
  });

  it("holds for the second factor as well, in one step with the rest", () => {
    const state = secondFactorRequired(exampleHost({ admins: [] }));
    const text = "UsePAM yes\n";
    const changes = state.bring?.(state.settings, [], lookAt(text)) ?? [];
    expect(written(changes, { [main]: text })[main]).toBe(`${include}${text}`);
  });
});
