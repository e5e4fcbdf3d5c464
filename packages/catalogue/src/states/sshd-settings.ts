import { defineState, type State } from "@secondlock/model";
import { type SshdEffective, sshdEffective } from "../facts/sshd-effective.ts";
import { sshdDropIn, sshdDropInWords } from "./sshd-drop-in.ts";

/**
 * Settings of sshd for every account, in a drop-in that is read first: the first value wins, and under `Match all`
 * inside the drop-in they also beat a later `Match User`.
 */
export function sshdSettings(settings: Readonly<Record<string, string>>): State<SshdEffective> {
  return defineState({
    resource: "file:/etc/ssh/sshd_config.d/00-secondlock.conf",
    text: Object.entries(settings)
      .map(([keyword, value]) => `${keyword} ${value}`)
      .join(", "),
    settings,
    fact: sshdEffective,
    bring: sshdDropIn,
    ...sshdDropInWords(settings),
    settle: ({ byAccount }) => ({
      byAccount: Object.fromEntries(
        Object.entries(byAccount).map(([account, before]) => [account, { ...before, ...settings }]),
      ),
    }),
  });
}
