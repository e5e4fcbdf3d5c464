import { type Host, privateAddressOf } from "@secondlock/lab";

/** Public ones, and private ones. */
export function everyAddress(host: Host): readonly string[] {
  const inside = privateAddressOf(host);
  return [host.ipv4, host.ipv6, inside.ipv4, inside.ipv6];
}

/** Ports that something on the host waits on. */
export async function listeners(host: Host): Promise<readonly number[]> {
  const { stdout } = await host.exec(["ss", "-Hltn"]);
  return stdout.split("\n").flatMap((line) => {
    const [, port] = /:(\d+) /.exec(line) ?? [];
    return port === undefined ? [] : [Number(port)];
  });
}

/** Of all ports, one packet to each, as `ADDRESS PORT`. */
export async function allOpenPorts(from: Host, addresses: readonly string[]): Promise<readonly string[]> {
  const family = addresses.some((address) => address.includes(":")) ? ["-6"] : [];
  const speed = ["-T5", "--min-rate", "20000", "--max-retries", "0"];
  const argv = ["nmap", ...family, "-Pn", "-n", ...speed, "-oG", "-", "-p-", ...addresses];
  const { stdout } = await from.probe(argv, { timeoutMs: 120_000 });
  if (!stdout.includes(`(${addresses.length} hosts up)`)) throw new Error(`the scan did not end: ${stdout}`);
  return stdout.split("\n").flatMap((line) => {
    const [, address = ""] = /^Host: (\S+)/.exec(line) ?? [];
    return [...line.matchAll(/ (\d+)\/open\//g)].map(([, port]) => `${address} ${port}`);
  });
}
