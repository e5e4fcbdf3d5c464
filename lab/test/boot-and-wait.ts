import { admins, startLab } from "@secondlock/lab";

const lab = await startLab({ hosts: { bare: { role: "bare", fixtures: [admins] } } });
console.log(JSON.stringify({ prefix: lab.prefix, directory: lab.directory }));
setInterval(() => undefined, 60_000);
