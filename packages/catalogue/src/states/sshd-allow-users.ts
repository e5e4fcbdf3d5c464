import { defineState, type State } from "@secondlock/model";
import { type SshdEffective, sshdEffective } from "../facts/sshd-effective.ts";
import { sshdDropIn, sshdDropInWords } from "./sshd-drop-in.ts";

/** Only these accounts may log in over SSH. sshd prints each of them on a line of its own. */
export function sshdAllowUsers(accounts: readonly string[]): State<SshdEffective> {
  const allowusers = accounts.join("\n");
  return defineState({
    resource: "file:/etc/ssh/sshd_config.d/00-secondlock.conf",
    text: `only ${accounts.join(", ")} may log in over SSH`,
    settings: { allowusers: accounts.join(" ") },
    fact: sshdEffective,
    bring: sshdDropIn,
    ...sshdDropInWords({ allowusers: accounts.join(" ") }),
    settle: ({ byAccount }) => ({
      byAccount: Object.fromEntries(
        Object.entries(byAccount).map(([account, before]) => [account, { ...before, allowusers }]),
      ),
    }),
  });
}
