import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins } from "./fixtures/admins.ts";
import { weak } from "./fixtures/weak.ts";
import { startLab } from "./lab.ts";
import { missingForLab } from "./requirements.ts";
import { serviceFile } from "./service-file.ts";

const missing = missingForLab();
if (missing.length > 0) {
  console.error(`the lab cannot run here: this machine lacks ${missing.join("; ")}`);
  process.exit(1);
}

const lab = await startLab({
  hosts: {
    "app-1": { role: "app", fixtures: [admins, weak] },
    "db-1": { role: "db", fixtures: [admins, weak] },
    stranger: { role: "bare" },
  },
  say: (line) => console.log(line),
});
const { operator } = lab;
const file = join(lab.directory, "secondlock.yaml");
writeFileSync(file, serviceFile(Object.values(lab.hosts), operator));

const at = `ip netns exec ${operator.namespace}`;
console.log(`
Three hosts are up: app-1 (${lab.hosts["app-1"].ipv4}), db-1 (${lab.hosts["db-1"].ipv4}) and stranger (${lab.hosts.stranger.ipv4}).
Nothing of them can reach this machine or the internet.

Log in:    ${at} ssh -F ${operator.sshConfig} app-1
Audit:     ${at} npm run audit -- --file ${file} --ssh-config ${operator.sshConfig}
ada's password for sudo: ${operator.passwords.ada}

Ctrl-C takes everything down.`);

// The lab cleans up by itself on a signal; this only keeps the process there.
setInterval(() => undefined, 60_000);
