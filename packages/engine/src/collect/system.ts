import { createHash } from "node:crypto";
import { known, type RawOutputs, type Read, type Reading, unreadable } from "@secondlock/model";

/** What every host is asked first: which system it is, and what proves that an address leads to it. */
export interface System {
  /** `debian`, `ubuntu`, ... as in os-release. */
  readonly id: string;
  readonly version: string;
  readonly name: string;
  /** True when the catalogue's commands are known to mean on it what we think. */
  readonly supported: boolean;
  /** `none`, or the kind of container. */
  readonly container: string;
  /** Random for each boot, served by the kernel: whoever can read it through an address is on this host. */
  readonly bootId: string;
  /** Addresses of its own interfaces, as it writes them; without loopback and link-local ones. */
  readonly addresses: readonly string[];
  /** Public halves of the host's SSH keys. The host names them itself: only what {@link withVerifiedKey} leaves proves anything. */
  readonly hostKeys: readonly HostKey[];
}

export interface HostKey {
  /** `type base64`, as in known_hosts. */
  readonly line: string;
  /** `SHA256:...`, as ssh prints it. */
  readonly fingerprint: string;
}

const supported: Readonly<Record<string, readonly string[]>> = { debian: ["12", "13"], ubuntu: ["22.04", "24.04"] };

export const bootIdRead: Read = {
  argv: ["cat", "/proc/sys/kernel/random/boot_id"],
  root: false,
  bytes: 64,
  seconds: 5,
};

export const systemReads = {
  release: { argv: ["cat", "/etc/os-release"], root: false, bytes: 4_096, seconds: 5 },
  boot: bootIdRead,
  container: { argv: ["systemd-detect-virt", "--container"], root: false, bytes: 64, seconds: 5 },
  hostKeys: {
    argv: ["sh", "-c", "cat /etc/ssh/ssh_host_*_key.pub 2>/dev/null; :"],
    root: false,
    bytes: 8_192,
    seconds: 5,
  },
  addresses: { argv: ["hostname", "-I"], root: false, bytes: 4_096, seconds: 5 },
} as const satisfies Record<string, Read>;

export function parseSystem(raw: RawOutputs): Reading<System> {
  const release = new Map(
    (raw["release"]?.stdout ?? "").split("\n").flatMap((line) => {
      const match = /^([A-Z_]+)=(?:"([^"]*)"|'([^']*)'|(.*))$/.exec(line);
      return match ? [[match[1] ?? "", match[2] ?? match[3] ?? match[4] ?? ""] as const] : [];
    }),
  );
  const id = release.get("ID") ?? "";
  if (id === "") return unreadable("no /etc/os-release");
  const version = release.get("VERSION_ID") ?? "";
  return known({
    id,
    version,
    name: (release.get("PRETTY_NAME") ?? `${id} ${version}`).slice(0, 80),
    supported: supported[id]?.includes(version) === true,
    container: raw["container"]?.stdout.trim() || "none",
    bootId: raw["boot"]?.stdout.trim() ?? "",
    addresses: (raw["addresses"]?.stdout ?? "").split(/\s+/).filter((word) => word !== ""),
    hostKeys: parseHostKeys(raw["hostKeys"]?.stdout ?? ""),
  });
}

/** The same with only that host key which the user's own ssh verified: a host can print the public keys of another one. Pure. */
export function withVerifiedKey(system: Reading<System>, fingerprint: string): Reading<System> {
  if (!system.known) return system;
  const hostKeys = system.value.hostKeys.filter((key) => key.fingerprint === fingerprint);
  return known({ ...system.value, hostKeys });
}

function parseHostKeys(text: string): readonly HostKey[] {
  return [...text.matchAll(/^(ssh-[a-z0-9-]{1,30}|ecdsa-sha2-[a-z0-9-]{1,30}) ([A-Za-z0-9+/]{40,2000}={0,2})/gm)].map(
    ([line, , blob = ""]) => ({
      line,
      fingerprint: `SHA256:${createHash("sha256").update(Buffer.from(blob, "base64")).digest("base64").replace(/=+$/, "")}`,
    }),
  );
}
