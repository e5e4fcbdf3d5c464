import type { Change, Fact, Look } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { written } from "../../testing/brought.ts";
import { type SshHostKey, sshHostKeys } from "../facts/ssh-host-keys.ts";
import { sshdConfig } from "../facts/sshd-config.ts";
import { weakHostKeysOut } from "./sshd-host-keys.ts";

const key = (type: string, bits: number): SshHostKey => {
  const path = `/etc/ssh/ssh_host_${type.toLowerCase()}_key`;
  const file = { path, mode: 0o600, owner: "root", group: "root" };
  return { path, type, bits, fingerprint: `SHA256:${type}`, file };
};
const brought = (...keys: readonly SshHostKey[]): readonly Change[] => {
  const lines = [
    { file: "/etc/ssh/sshd_config", line: 1, keyword: "include", value: "/etc/ssh/sshd_config.d/*.conf" },
    { file: "/etc/ssh/sshd_config", line: 3, keyword: "hostkey", value: "/etc/ssh/old_key" },
  ].map((line) => ({ ...line, underMatch: false }));
  const values: Readonly<Record<string, unknown>> = { [sshHostKeys.id]: keys, [sshdConfig.id]: { lines } };
  const look: Look = <U>({ id }: Fact<U>) => values[id] as U | undefined;
  return weakHostKeysOut().bring?.({ hostkey: "strong" }, keys, look) ?? [];
};
const dropIn = "/etc/ssh/sshd_config.d/00-secondlock.conf";

describe("weak host keys", () => {
  it("are shown no more, and the strong ones are named", () => {
    const keys = [key("RSA", 2048), key("ECDSA", 256), key("ED25519", 256)];
    expect(written(brought(...keys))[dropIn]).toContain(
      "hostkey /etc/ssh/ssh_host_ecdsa_key\nhostkey /etc/ssh/ssh_host_ed25519_key\nMatch all\n",
    );
    const main = { "/etc/ssh/sshd_config": "Port 22\nHostKey /etc/ssh/old_key\n" };
    expect(written(brought(...keys), main)["/etc/ssh/sshd_config"]).toBe(
      "Port 22\n# taken out by Secondlock: HostKey /etc/ssh/old_key\n",
    );
    expect(weakHostKeysOut().notes?.(keys)).toEqual([expect.stringMatching(/RSA 2048.*ED25519 SHA256:ED25519/)]);
  });

  it("stay where nobody knows another key of this host, and a person is told how to make one", () => {
    const keys = [key("RSA", 2048)];
    expect(brought(...keys)).toHaveLength(1);
    expect(written(brought(...keys))[dropIn]).not.toContain("hostkey");
    expect(weakHostKeysOut().settle(keys)).toEqual(keys);
    expect(weakHostKeysOut().notes?.(keys)).toEqual([expect.stringMatching(/ssh-keygen -q -t ed25519/)]);
  });
});
