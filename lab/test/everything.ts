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

/** Every path of the host's disk: its kind, mode, owner and link, and the content of what no package brings. */
export async function disk(host: Host): Promise<ReadonlyMap<string, string>> {
  const script = String.raw`find / -xdev -printf '%p\t%y %m %U %G %l\n'
find / -xdev -path /usr -prune -o -type f -size -1024k -exec sha256sum -z {} + | tr '\0' '\n'
find /usr/local -xdev -type f -exec sha256sum -z {} + | tr '\0' '\n'`;
  const { stdout } = await host.exec(["sh", "-c", script]);
  const found = new Map<string, string>();
  for (const line of stdout.split("\n")) {
    const [, sum = "", file = ""] = /^([0-9a-f]{64}) {2}(.*)$/.exec(line) ?? [];
    const [path = "", state = ""] = line.split("\t");
    if (sum === "") found.set(path, state);
    else found.set(file, `${found.get(file)} ${sum}`);
  }
  return found;
}

/** Every path that the journals of the host keep, made folders too. */
export async function pathsOfJournals(host: Host): Promise<readonly string[]> {
  const { stdout } = await host.exec(["sh", "-c", "cd /var/lib/secondlock/journal && cat */index; cat */made; true"]);
  const hex = [...stdout.matchAll(/^(?:(?:absent|file|folder|link|modes)\t)?((?:[0-9a-f]{2})+)(?:\t.*)?$/gm)];
  return [...new Set(hex.map(([, path = ""]) => Buffer.from(path, "hex").toString("utf8")))].toSorted();
}
