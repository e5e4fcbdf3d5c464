import { absent, defineFact, known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";
import { columns, sshFile, type SshFile } from "./ssh-file.ts";
import { sshdItself } from "./sshd-itself.ts";

export interface SshHostKey {
  readonly path: string;
  /** `ED25519`, `RSA`, `ECDSA`, `DSA`; empty when ssh-keygen cannot read it. */
  readonly type: string;
  readonly bits: number;
  /** `SHA256:...` of the public half. */
  readonly fingerprint: string;
  readonly file: SshFile;
  readonly publicFile?: SshFile;
}

const leastBits: Readonly<Record<string, number>> = { ED25519: 256, ECDSA: 256, RSA: 3072 };

export function isStrongHostKey({ type, bits }: SshHostKey): boolean {
  return bits >= (leastBits[type] ?? Infinity);
}

/** The keys by which this host proves that it is itself. Only their public side leaves the host. */
export const sshHostKeys = defineFact<readonly SshHostKey[]>({
  id: "ssh-host-keys",
  title: "the host keys of sshd",
  reads: () => ({ keys: sshdItself }),
  parse(raw: RawOutputs): Reading<readonly SshHostKey[]> {
    const text = textOf(raw, "keys");
    if (!text.known) return text;
    const rows = columns(text.value);
    if (!rows) return unreadable("the output stops before its end");
    if (rows.some(([tag]) => tag === "absent")) return absent("no SSH server is installed");
    const publicFiles = filesOf(rows, "public");
    const keys = filesOf(rows, "private").map((file) =>
      hostKey(
        rows,
        file,
        publicFiles.find(({ path }) => path === `${file.path}.pub`),
      ),
    );
    const failed = rows.find(([tag]) => tag === "said")?.[1]?.slice(0, 160);
    return keys.length === 0 ? unreadable(`sshd names no host key: ${failed ?? "it says nothing"}`) : known(keys);
  },
});

function filesOf(rows: readonly (readonly string[])[], wanted: string): readonly SshFile[] {
  return rows.flatMap(([tag, ...rest]) => (tag === wanted ? (sshFile(rest) ?? []) : []));
}

function hostKey(rows: readonly (readonly string[])[], file: SshFile, publicFile: SshFile | undefined): SshHostKey {
  const [, , bits = "", fingerprint = "", type = ""] =
    rows.find(([tag, path]) => tag === "key" && path === file.path) ?? [];
  return {
    path: file.path,
    type: /^\(([A-Z0-9-]{1,20})\)$/.exec(type)?.[1] ?? "",
    bits: /^\d{1,6}$/.test(bits) ? Number(bits) : 0,
    fingerprint: /^SHA256:[A-Za-z0-9+/]{43}$/.test(fingerprint) ? fingerprint : "",
    file,
    ...(publicFile ? { publicFile } : {}),
  };
}
