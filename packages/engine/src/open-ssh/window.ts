import { isIPv4, isIPv6, SocketAddress } from "node:net";
import { quote } from "../collect/quote.ts";

/** Shortest and longest time that a port is opened for, in seconds. */
export const windowBounds = { least: 60, most: 8 * 3_600 } as const;

/** `90s`, `30m` or `2h` in seconds; undefined where it is none of these, or out of bounds. Pure. */
export function windowSeconds(text: string): number | undefined {
  const [, number = "", unit = ""] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const seconds = Number(number) * (unit === "h" ? 3_600 : unit === "m" ? 60 : 1);
  return number !== "" && seconds >= windowBounds.least && seconds <= windowBounds.most ? seconds : undefined;
}

/** One literal address of a client, as the firewall will see it; undefined where it is none that could come from outside. Pure. */
export function sourceAddress(text: string): string | undefined {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text;
  if (isIPv4(plain)) return /^(0|127|22[4-9]|23\d|24\d|25[0-5])\./.test(plain) ? undefined : plain;
  // a link-local address means something on one wire only, and its zone nothing to another machine
  if (!isIPv6(plain) || plain.includes("%")) return undefined;
  const canonical = new SocketAddress({ address: plain, family: "ipv6" }).address;
  return /^(fe[89ab].:|ff..:|::$|::1$)/i.test(canonical) ? undefined : canonical;
}

function setFor(address: string): string {
  return address.includes(":") ? "admin_now_v6" : "admin_now_v4";
}

/** What to type on a console when there is no way in. Pure. */
export function consoleCommand(address: string | undefined, seconds: number): string {
  const [set, who] = address === undefined ? ["admin_now_v4", "YOUR.PUBLIC.IPV4.ADDRESS"] : [setFor(address), address];
  return `nft add element inet secondlock ${set} '{ ${who} timeout ${seconds}s }'`;
}

export interface WindowOrder {
  /** A literal address, checked by {@link sourceAddress}. */
  readonly address: string;
  readonly seconds: number;
  /** Who asks, for the record on the host. */
  readonly who: string;
}

const start = `export PATH=/usr/sbin:/usr/bin:/sbin:/bin
[ "$(id -u)" = 0 ] || { echo 'window not-root'; exit 0; }
nft list set inet secondlock admin_now_v4 > /dev/null 2>&1 || { echo 'window no-set'; exit 0; }
`;

/** Lets one address in for a time. The kernel takes it out again, whatever becomes of us. Pure. */
export function openScript({ address, seconds, who }: WindowOrder): string {
  const set = setFor(address);
  const record = `open-ssh: the port on demand is open to ${address} for ${seconds} s, asked for by ${who}`;
  return `${start}nft delete element inet secondlock ${set} '{ ${address} }' 2> /dev/null
nft add element inet secondlock ${set} '{ ${address} timeout ${seconds}s }' || { echo 'window failed'; exit 0; }
nft get element inet secondlock ${set} '{ ${address} }' > /dev/null || { echo 'window failed'; exit 0; }
logger -p auth.notice -t secondlock -- ${quote(printable(record))}
echo 'window opened'
`;
}

/** Takes every address out at once. Connections that stand are not cut. Pure. */
export function closeScript(who: string): string {
  return `${start}nft flush set inet secondlock admin_now_v4 && nft flush set inet secondlock admin_now_v6 || { echo 'window failed'; exit 0; }
logger -p auth.notice -t secondlock -- ${quote(printable(`open-ssh: the port on demand is closed, asked for by ${who}`))}
echo 'window closed'
`;
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 300);
}

/** What a script of these said; a login shell may print things of its own around it. Pure. */
export function windowWord(stdout: string): string | undefined {
  return /^window ([a-z-]{1,20})$/m.exec(stdout)?.[1];
}
