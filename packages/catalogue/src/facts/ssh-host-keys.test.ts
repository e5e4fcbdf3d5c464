import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { neverThrows, ran } from "../../testing/ssh-fact.ts";
import { sshHostKeys } from "./ssh-host-keys.ts";

const debian =
  [
    "private\t600\troot\troot\t/etc/ssh/ssh_host_rsa_key",
    "public\t644\troot\troot\t/etc/ssh/ssh_host_rsa_key.pub",
    "key\t/etc/ssh/ssh_host_rsa_key\t3072\tSHA256:01xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\t(RSA)",
    "private\t600\troot\troot\t/etc/ssh/ssh_host_ecdsa_key",
    "public\t644\troot\troot\t/etc/ssh/ssh_host_ecdsa_key.pub",
    "key\t/etc/ssh/ssh_host_ecdsa_key\t256\tSHA256:02xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\t(ECDSA)",
    "private\t600\troot\troot\t/etc/ssh/ssh_host_ed25519_key",
    "public\t644\troot\troot\t/etc/ssh/ssh_host_ed25519_key.pub",
    "key\t/etc/ssh/ssh_host_ed25519_key\t256\tSHA256:03xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\t(ED25519)",
    "end",
  ].join("\n") + "\n";

describe("the host keys of sshd", () => {
  it("reads Debian 12 as installed", () => {
    const reading = sshHostKeys.parse({ keys: ran(debian) }, exampleHost());
    expect(reading.known && reading.value.map(({ type, bits }) => `${type} ${bits}`)).toEqual([
      "RSA 3072",
      "ECDSA 256",
      "ED25519 256",
    ]);
    expect(reading.known && reading.value[0]).toMatchObject({
      file: { mode: 0o600, owner: "root" },
      publicFile: { mode: 0o644 },
    });
  });

  it("keeps a key that ssh-keygen cannot read, as unknown", () => {
    const text = debian
      .split("\n")
      .filter((line) => !line.startsWith("key"))
      .join("\n");
    const reading = sshHostKeys.parse({ keys: ran(text) }, exampleHost());
    expect(reading.known && reading.value.map(({ type, bits }) => `${type}${bits}`)).toEqual(["0", "0", "0"]);
  });

  it("says what sshd says when it names none", () => {
    const text = "said\tMissing privilege separation directory: /run/sshd\nend\n";
    expect(sshHostKeys.parse({ keys: ran(text) }, exampleHost())).toMatchObject({
      known: false,
      reason: expect.stringContaining("Missing privilege") as string,
    });
  });

  it("is absent without a server", () => {
    expect(sshHostKeys.parse({ keys: ran("absent\nend\n") }, exampleHost())).toMatchObject({ absent: true });
  });

  neverThrows(sshHostKeys, debian);
});
