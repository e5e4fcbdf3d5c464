import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins } from "./fixtures/admins.ts";
import { hardened } from "./fixtures/hardened.ts";
import { weak } from "./fixtures/weak.ts";
import { startLab } from "./lab.ts";
import { missingForLab } from "./requirements.ts";
import { serviceFile } from "./service-file.ts";
import { THROWAWAY } from "./throwaway.ts";

const missing = missingForLab();
if (missing.length > 0) {
  console.error(`the lab cannot run here: this machine lacks ${missing.join("; ")}`);
  process.exit(1);
}

const wanted = process.argv[2] ?? "weak";
if (wanted !== "weak" && wanted !== "hardened") {
  console.error(`there are no ${wanted} hosts\nhint: npm run lab -- weak, or npm run lab -- hardened`);
  process.exit(2);
}

const fixtures = [admins, wanted === "weak" ? weak : hardened];
const lab = await startLab({
  hosts: {
    "app-1": { role: "app", fixtures },
    "db-1": { role: "db", fixtures },
    stranger: { role: "bare", fixtures: [admins] },
  },
  say: (line) => console.log(line),
});
const { operator, hosts } = lab;
const file = join(lab.directory, "secondlock.yaml");
writeFileSync(file, serviceFile(Object.values(hosts), operator));
const password = join(lab.directory, "sudo-password");
writeFileSync(password, `${operator.passwords.ada}\n`, { mode: 0o600 });

const at = `ip netns exec ${operator.namespace}`;
const audit = `npm run --silent audit -- --file ${file} --ssh-config ${operator.sshConfig} --sudo-password-stdin < ${password}`;
console.log(`
Three ${wanted} hosts are up: app-1 (${hosts["app-1"].ipv4}), db-1 (${hosts["db-1"].ipv4}), and as an ordinary one stranger (${hosts.stranger.ipv4}).
Nothing of them can reach this machine or the internet. In another terminal, in this folder:

Audit:     ${at} env ${THROWAWAY.variable}=${operator.passwords.canary} ${audit}
Log in:    ${at} ssh -F ${operator.sshConfig} app-1
           ${at} ssh -F ${operator.sshConfig} -J app-1 db-1
           ada's password for sudo: ${operator.passwords.ada}

Ctrl-C takes everything down.`);

// The lab cleans up by itself on a signal; this only keeps the process there.
setInterval(() => undefined, 60_000);
