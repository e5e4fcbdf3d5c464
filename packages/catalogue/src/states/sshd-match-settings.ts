import { defineState, type State } from "@secondlock/model";
import { type SshdConfig, sshdConfig } from "../facts/sshd-config.ts";
import { sshdDropIn, sshdDropInWords } from "./sshd-drop-in.ts";

/** Settings that no Match block takes back: the drop-in is read first, and has them under `Match all`. */
export function sshdMatchSettings(settings: Readonly<Record<string, string>>): State<SshdConfig> {
  return defineState({
    resource: "file:/etc/ssh/sshd_config.d/00-secondlock.conf",
    text: `in every Match block: ${Object.entries(settings)
      .map(([keyword, value]) => `${keyword} ${value}`)
      .join(", ")}`,
    settings,
    fact: sshdConfig,
    bring: sshdDropIn,
    ...sshdDropInWords(settings),
    settle: (config) => ({
      ...config,
      cases: config.cases.map((one) => ({ ...one, settings: { ...one.settings, ...settings } })),
    }),
  });
}
