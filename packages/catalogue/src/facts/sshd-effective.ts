import {
  absent,
  accountOf,
  defineFact,
  everyAccount,
  known,
  type RawOutputs,
  type Read,
  type Reading,
  unreadable,
} from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

/** Keywords in lower case, as `sshd -T` prints them; repeated keywords are joined by a newline. */
export type SshdSettings = Readonly<Record<string, string>>;

export interface SshdEffective {
  /** What sshd does for each account when it comes from an outside address. */
  readonly byAccount: Readonly<Record<string, SshdSettings>>;
}

/** An address that no Match block names on purpose (RFC 5737). sshd wants every criterion that some Match block asks for. */
const outsideAddress = "203.0.113.250";

/**
 * Effective settings, never the text of a file: the first value wins across drop-ins, Match blocks and compiled-in
 * defaults, and only sshd knows them all. Read for each administrator and root, from an outside address.
 */
export const sshdEffective = defineFact<SshdEffective>({
  id: "sshd-effective",
  title: "what sshd does for each account",
  reads: (wanted) =>
    Object.fromEntries(
      everyAccount(wanted).map((instance): [string, Read] => {
        const account = accountOf(instance);
        return [
          account,
          {
            argv: [
              "sshd",
              "-T",
              "-C",
              `user=${account},host=outside.invalid,addr=${outsideAddress},laddr=192.0.2.1,lport=22,rdomain=`,
            ],
            bytes: 16 * 1024,
          },
        ];
      }),
    ),
  parse(raw: RawOutputs, wanted): Reading<SshdEffective> {
    const byAccount: Record<string, SshdSettings> = {};
    for (const instance of everyAccount(wanted)) {
      const account = accountOf(instance);
      if (raw[account]?.status === 127) return absent("no SSH server is installed");
      const text = textOf(raw, account);
      if (!text.known) return text;
      const settings = parseSshdSettings(text.value);
      if (settings["port"] === undefined) return unreadable("sshd printed no settings");
      byAccount[account] = settings;
    }
    return known({ byAccount });
  },
});

export function parseSshdSettings(text: string): SshdSettings {
  const settings: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of lines(text)) {
    const [, keyword = "", value = ""] = /^([a-z0-9]+)(?: (.*))?$/.exec(line) ?? [];
    if (keyword === "") continue;
    settings[keyword] = settings[keyword] === undefined ? value : `${settings[keyword]}\n${value}`;
  }
  return settings;
}

/** The settings for one account; empty when the account was not asked for. */
export function settingsFor(sshd: SshdEffective, account: string): SshdSettings {
  return sshd.byAccount[account] ?? {};
}
