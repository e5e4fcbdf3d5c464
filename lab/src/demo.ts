import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins } from "./fixtures/admins.ts";
import { hardened } from "./fixtures/hardened.ts";
import { weak } from "./fixtures/weak.ts";
import { startLab } from "./lab.ts";
import { missingForLab } from "./requirements.ts";
import { serviceFile } from "./service-file.ts";
import { THROWAWAY } from "./throwaway.ts";

// Audits weak and hardened hosts from the operator's desk and prints what a person would see. With --readme it also
// writes that into the README. Every other option goes to the audit.

const missing = missingForLab();
if (missing.length > 0) {
  console.error(`the lab cannot run here: this machine lacks ${missing.join("; ")}`);
  process.exit(1);
}

const options = process.argv.slice(2).filter((option) => option !== "--readme");
const shown: string[] = [];
const command = join(import.meta.dirname, "../../packages/cli/bin/secondlock.js");

for (const [name, fixture] of [
  ["weak", weak],
  ["hardened", hardened],
] as const) {
  await using lab = await startLab({
    ssh: "as installed",
    hosts: {
      "app-1": { role: "app", fixtures: [admins, fixture] },
      "db-1": { role: "db", fixtures: [admins, fixture] },
      stranger: { role: "bare", fixtures: [admins] },
    },
    say: (line) => console.error(line),
  });
  const file = join(lab.directory, "secondlock.yaml");
  writeFileSync(file, serviceFile(Object.values(lab.hosts), lab.operator));
  const argv = [
    process.execPath,
    command,
    "audit",
    "--file",
    file,
    "--ssh-config",
    lab.operator.sshConfig,
    "--sudo-password-stdin",
    "--no-keep",
    ...options,
  ];
  const { ada, canary } = lab.operator.passwords;
  const result = await lab.operator.exec(argv, {
    input: `${ada}\n`,
    env: { [THROWAWAY.variable]: canary },
    timeoutMs: 300_000,
  });
  const text = `$ secondlock audit          # the ${name} hosts\n${result.stdout}${result.stderr}`;
  shown.push(text.trimEnd());
  console.log(text);
}

if (process.argv.includes("--readme")) {
  const readme = join(import.meta.dirname, "../../README.md");
  const [before, after] = [/^[^]*<!-- demo:[^\n]*-->\n/, /<!-- \/demo -->[^]*$/].map(
    (part) => part.exec(readFileSync(readme, "utf8"))?.[0],
  );
  if (before === undefined || after === undefined)
    throw new Error("README.md has no place for the demo\nhint: <!-- demo: ... --> and <!-- /demo -->, each on a line");
  writeFileSync(readme, `${before}\n${shown.map((text) => `\`\`\`text\n${text}\n\`\`\`\n`).join("\n")}\n${after}`);
}
