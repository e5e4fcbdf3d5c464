import type { Host } from "@secondlock/lab";

/** What two of them differ in, for people. */
export function difference(before: string, after: string): string {
  const [one, two] = [new Set(before.split("\n")), new Set(after.split("\n"))];
  const gone = [...one].filter((line) => !two.has(line)).map((line) => `-${line}`);
  const more = [...two].filter((line) => !one.has(line)).map((line) => `+${line}`);
  return [...gone, ...more].slice(0, 8).join(" ; ");
}

/** Every file of /etc with its owner, mode and content, units that are enabled, and the firewall. */
export async function everything(host: Host): Promise<string> {
  const script = `cd /etc && find . -xdev ! -name .pwd.lock ! -path './systemd/system/secondlock-rollback*' ! -path './systemd/system/*/secondlock-rollback*' \\( -type f -o -type l -o -type d \\) -printf '%p %m %u %g %l\\n' | sort
find . -xdev -type f ! -name .pwd.lock ! -path './systemd/system/secondlock-rollback*' -exec sha256sum {} + | sort -k 2
nft list tables | grep secondlock; systemctl is-active ssh.service; systemctl is-enabled ssh.service`;
  const { stdout } = await host.exec(["sh", "-c", script]);
  return stdout;
}
