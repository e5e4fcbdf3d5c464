import { absent, defineFact, known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";
import { columns } from "./ssh-file.ts";
import { sshdItself } from "./sshd-itself.ts";

export interface SshdCheck {
  /** Whether sshd would start with its configuration. */
  readonly valid: boolean;
  /** What sshd says about it; empty when all is well. */
  readonly said: readonly string[];
  /** Version of OpenSSH, e.g. `9.2`; empty for another server. */
  readonly version: string;
}

/** What sshd itself says of its configuration, and which sshd it is. */
export const sshdCheck = defineFact<SshdCheck>({
  id: "sshd-check",
  title: "what sshd says of its configuration",
  reads: () => ({ check: sshdItself }),
  parse(raw: RawOutputs): Reading<SshdCheck> {
    const text = textOf(raw, "check");
    if (!text.known) return text;
    const rows = columns(text.value);
    if (!rows) return unreadable("the output stops before its end");
    if (rows.some(([tag]) => tag === "absent")) return absent("no SSH server is installed");
    const status = rows.find(([tag]) => tag === "status")?.[1];
    if (status === undefined) return unreadable("sshd did not say how the test ended");
    const said = rows.flatMap(([tag, ...words]) => (tag === "said" ? [words.join(" ").slice(0, 200)] : []));
    // only a server that systemd started has this directory; without it sshd tests nothing
    if (said.some((line) => line.includes("privilege separation directory")))
      return unreadable("sshd does not run, and cannot test its configuration");
    const version = /^OpenSSH_(\d{1,3}\.\d{1,3})/.exec(rows.find(([tag]) => tag === "version")?.[1] ?? "")?.[1] ?? "";
    return known({ valid: status === "0", said, version });
  },
});
