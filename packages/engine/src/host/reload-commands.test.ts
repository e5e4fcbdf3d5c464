import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reloadCommands } from "./reload-commands.ts";

const perl = readFileSync(join(import.meta.dirname, "perl/units.pl"), "utf8");
const [, table = ""] = /^my %reloads = \(\n([^]*?)^\);$/m.exec(perl) ?? [];
const [, told = ""] = /^sub reload \{\n([^]*?)^\}$/m.exec(perl) ?? [];

test("a host tells its programs what an export tells them", () => {
  const onHost = [...table.matchAll(/^ {2}(\w+) +=> \["systemctl", "([a-z-]+)", "([^"]+)"\],$/gm)];
  expect(onHost.map(([line]) => line).join("\n")).toBe(table.trimEnd());
  const [, how, unit] =
    /^ {2}return quiet\("systemctl", "([a-z-]+)", "([^"]+)"\) if \$what eq "sysctl";$/m.exec(told) ?? [];
  const all = [
    ...onHost.map(([, what, how, unit]) => [what, { how, unit }] as const),
    ["sysctl", { how, unit }] as const,
  ];
  const exported = Object.entries(reloadCommands).map(([what, { how, unit }]) => [what, { how, unit }]);
  expect(Object.fromEntries(all)).toEqual(Object.fromEntries(exported));
});

test("what comes after it is the same as well", () => {
  const onHost = [...told.matchAll(/^ {2}quiet\((.+)\) if \$what eq "(\w+)";$/gm)].map(([, argv = "", what = ""]) => [
    what,
    argv.split(", ").map((word) => word.replaceAll('"', "")),
  ]);
  const exported = Object.entries(reloadCommands).flatMap(([what, { after }]) =>
    after === undefined ? [] : [[what, after]],
  );
  expect(onHost).toEqual(exported);
});
