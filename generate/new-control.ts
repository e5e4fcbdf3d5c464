import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportName } from "./registry.ts";

const [area = "", id = "", root = join(import.meta.dirname, "..")] = process.argv.slice(2);
const folder = join(root, "packages/catalogue/src/controls", area);
const file = join(folder, `${id}.ts`);

if (!/^[a-z]+$/.test(area) || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
  fail("an area and an id are needed", "npm run new:control -- ssh ssh-no-password-login");
} else if (existsSync(file)) {
  fail(`${area}/${id} is there already`, "choose another id, or edit that file");
} else {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, controlText(area, id));
  writeFileSync(join(folder, `${id}.test.ts`), testText(id));
  process.stdout.write(
    `made packages/catalogue/src/controls/${area}/${id}.ts and its test\nnext: fill both in, then npm run generate and npx vitest run ${id}\n`,
  );
}

function fail(what: string, hint: string): void {
  process.stderr.write(`${what}\nhint: ${hint}\n`);
  process.exitCode = 2;
}

function controlText(area: string, id: string): string {
  return `import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";

export const ${exportName(id)} = defineControl({
  id: "${id}",
  title: "The good state, as a sentence",
  why: "What goes wrong without it, in one or two sentences.",
  severity: "medium",
  area: "${area}",
  covers: ["R000"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict({ sshd }) {
    return Object.keys(sshd.byAccount).length > 0 ? holds("what was seen") : broken("what was seen");
  },
  attempt: { none: "why it cannot be attempted" },
  fix: () => [byHand("What to do.")],
  references: ["https://man.openbsd.org/sshd_config"],
});
`;
}

function testText(id: string): string {
  return `import { testControl } from "../../../testing/test-control.ts";
import { ${exportName(id)} } from "./${id}.ts";

testControl(${exportName(id)}, {
  holds: { "the good case": { facts: { sshd: { byAccount: { ada: {} } } } } },
  broken: { "Debian 12 as installed": { facts: { sshd: { byAccount: {} } }, because: /seen/ } },
});
`;
}
