import { fileWish, rawChange } from "@secondlock/engine/testing";
import { loadService, wantedOf } from "@secondlock/service";

// Run by the demo at the operator's desk: a change that would lock everybody out.

interface Order {
  readonly file: string;
  readonly host: string;
  readonly sshConfig: string;
  readonly password: string;
}

const { file, ...order } = JSON.parse(process.argv[2] ?? "{}") as Order;
const loaded = await loadService(file);
if (!loaded.ok) throw new Error("the service file is not right");
const table = "table inet secondlock";
const rules = `${table}\ndelete ${table}\n${table} {\n  chain input { type filter hook input priority 0; policy drop; }\n}\n`;
const result = await rawChange({
  ...{ ...order, service: wantedOf(loaded.value), seconds: 8 },
  wishes: [fileWish("/etc/secondlock/firewall.nft", rules, "600"), "reload\tnftables"],
  onStep: (step) => console.log(`  ${step}`),
});
console.log(`  ${result.state}${"because" in result ? `: ${result.because}` : ""}`);
