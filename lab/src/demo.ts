import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins } from "./fixtures/admins.ts";
import { hardened } from "./fixtures/hardened.ts";
import { weak } from "./fixtures/weak.ts";
import { startLab } from "./lab.ts";
import { missingForLab } from "./requirements.ts";
import { serviceFile } from "./service-file.ts";

// Audits a weak and a hardened host from the operator's desk and prints what a person would see.

const missing = missingForLab();
if (missing.length > 0) {
  console.error(`the lab cannot run here: this machine lacks ${missing.join("; ")}`);
  process.exit(1);
}

const command = join(import.meta.dirname, "../../packages/cli/src/main.ts");

for (const [name, fixture] of [
  ["weak", weak],
  ["hardened", hardened],
] as const) {
  await using lab = await startLab({
    hosts: { "app-1": { role: "app", fixtures: [admins, fixture] }, stranger: { role: "bare", fixtures: [admins] } },
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
    ...process.argv.slice(2),
  ];
  const result = await lab.operator.exec(argv, { input: `${lab.operator.passwords.ada}\n`, timeoutMs: 300_000 });
  console.log(`$ secondlock audit          # the ${name} host\n${result.stdout}${result.stderr}`);
}
