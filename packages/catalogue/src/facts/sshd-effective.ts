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
  /** What sshd does for each account from an outside address, and once more from another where that differs. */
  readonly byAccount: Readonly<Record<string, SshdSettings>>;
}

/**
 * Two places that are nobody's (RFC 5737, RFC 3849), one for each family: a Match block that is made for one of them does
 * not hide what everybody else gets. sshd wants every criterion that some Match block asks for.
 */
export const outsidePlaces = [
  { address: "203.0.113.250", host: "outside.invalid" },
  { address: "2001:db8:fa::7", host: "elsewhere.invalid" },
] as const;

// Starting sshd is the dear part: the second place is asked for only where its files hold more than Match blocks for people, and
// Debian's own Include.
const script = String.raw`a=$(sshd -T -C "$1") || exit $?; printf '%s\n' "$a"
said=$(grep -RahsiE '^[^#]*(match|include)' /etc/ssh/sshd_config /etc/ssh/sshd_config.d) || [ $? -eq 1 ] || said=unknown
printf '%s\n' "$said" | grep -qivE '^[[:space:]]*(include[[:space:]]+/etc/ssh/sshd_config[.]d/[*][.]conf|match[[:space:]]+(user|group)[[:space:]]+[^[:space:]"=]+|match[[:space:]]+all|)[[:space:]]*$' || exit 0
b=$(sshd -T -C "$2"); [ "$a" = "$b" ] || printf 'elsewhere\n%s\n' "$b"`;

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
              "sh",
              "-c",
              script,
              "sh",
              ...outsidePlaces.map(
                ({ address, host }) => `user=${account},host=${host},addr=${address},laddr=192.0.2.1,lport=22,rdomain=`,
              ),
            ],
            bytes: 32 * 1024,
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
      const [outside = "", ...elsewhere] = text.value.split(/^elsewhere\n/m);
      byAccount[account] = parseSshdSettings(outside);
      for (const other of elsewhere)
        byAccount[`${account} from ${outsidePlaces[1].address}`] = parseSshdSettings(other);
    }
    if (Object.values(byAccount).some((settings) => settings["port"] === undefined))
      return unreadable("sshd printed no settings");
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
