import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins } from "./fixtures/admins.ts";
import { weak } from "./fixtures/weak.ts";
import { startLab } from "./lab.ts";
import { missingForLab } from "./requirements.ts";
import { serviceFile } from "./service-file.ts";
import { THROWAWAY } from "./throwaway.ts";

// Boots a weak host, plans, hardens and audits it, then makes a change that would lock everybody out, and shows how the host
// takes it back by itself. Cleans up, also on Ctrl-C.

const missing = missingForLab();
if (missing.length > 0) {
  console.error(`the lab cannot run here: this machine lacks ${missing.join("; ")}`);
  process.exit(1);
}

const command = join(import.meta.dirname, "../../packages/cli/bin/secondlock.js");
const lockingOut = join(import.meta.dirname, "locking-out.ts");

await using lab = await startLab({
  ssh: "as installed",
  hosts: { "app-1": { role: "app", fixtures: [admins, weak] } },
  say: (line) => console.error(line),
});
const { operator } = lab;
const file = join(lab.directory, "secondlock.yaml");
writeFileSync(file, serviceFile(Object.values(lab.hosts), operator));

async function secondlock(...args: readonly string[]): Promise<string> {
  const options = ["--file", file, "--ssh-config", operator.sshConfig, "--sudo-password-stdin"];
  const { stdout, stderr } = await operator.exec([process.execPath, command, ...args, ...options], {
    cwd: lab.directory,
    input: `${operator.passwords.ada}\n`,
    env: { [THROWAWAY.variable]: operator.passwords.canary },
    timeoutMs: 300_000,
  });
  return stdout + stderr;
}

function show(title: string, text: string, lines = Infinity): void {
  const all = text.trimEnd().split("\n");
  const more = all.length > lines ? [`  ... ${all.length - lines} more lines`] : [];
  console.log([`\n$ ${title}`, ...all.slice(0, lines), ...more].join("\n"));
}

show("secondlock plan app-1", await secondlock("plan", "app-1"), 60);
const hardened = await secondlock("harden", "app-1", "--yes");
show("secondlock harden app-1 --yes", hardened.slice(hardened.lastIndexOf("\napp-1: changed") + 1));
show("secondlock plan app-1", await secondlock("plan", "app-1"), 3);
show("secondlock audit --no-keep", await secondlock("audit", "--no-keep"), 40);

console.log("\n# now a firewall that lets nobody in, ourselves included, with 8 seconds to confirm");
const order = { file, sshConfig: operator.sshConfig, password: operator.passwords.ada, host: "app-1" };
const tried = await operator.exec([process.execPath, lockingOut, JSON.stringify(order)], { timeoutMs: 120_000 });
console.log(tried.stdout.trim());
for (let seconds = 0; seconds < 30; seconds += 1) {
  const login = await operator.ssh("app-1", "echo in again", {
    arguments: ["-o", "ConnectTimeout=1"],
    timeoutMs: 5_000,
  });
  if (login.code === 0) {
    console.log(`# ${login.stdout.trim()}: the host took the change back`);
    break;
  }
}
