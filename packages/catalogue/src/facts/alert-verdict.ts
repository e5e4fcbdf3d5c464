import type { AlertCarrier, AlertChannels, QuietList } from "./alert-channels.ts";

/** What stands between the news of a login and a person, by channel: empty when the channel carries it. */
export interface ChannelState {
  readonly channel: string;
  readonly fault: string;
  /** It is there, and how it sends is not seen. */
  readonly unclear?: true;
}

export function channelStates(channels: AlertChannels): readonly ChannelState[] {
  const mail = channels.mailsLogins ? [{ channel: "mail of Monit", fault: mailFault(channels) }] : [];
  const own = (channels.own ?? []).map(({ name, missing }) => ({
    channel: `channel ${name}`,
    fault: missing.length === 0 ? "" : `channel ${name} waits for ${missing.join(" and ")}`,
  }));
  return [...own, ...mail, ...channels.carriers.map((carrier) => carrierState(carrier, channels))];
}

function mailFault({ mailServers, recipients, mailer }: AlertChannels): string {
  if (mailServers.length === 0) return "Monit has no mail server (set mailserver)";
  if (recipients.length === 0) return "Monit has nobody to write to (set alert)";
  if (!recipients.some(hearsOfLogins)) return "the filter of every recipient drops the event of a login (content)";
  const clear = mailServers.find(({ host, tls }) => !tls && !isHere(host));
  if (clear) return `mail goes to ${clear.host} in clear text`;
  if (mailServers.every(({ host }) => isHere(host)) && mailer !== "sends")
    return mailer === "none" ? "nothing on this host takes mail" : "mail does not leave this host";
  return "";
}

/** A match in a file is an event of the kind `content`. */
function hearsOfLogins(recipient: string): boolean {
  const [kind = "", events = ""] = recipient.split(" ");
  if (kind === "all") return true;
  return events.split(",").includes("content") === (kind === "only");
}

function isHere(host: string): boolean {
  return /^(localhost|127\.|::1)/.test(host);
}

function carrierState({ path, there, runs, does }: AlertCarrier, { mailer }: AlertChannels): ChannelState {
  const saying = (fault: string): ChannelState => ({ channel: path, fault });
  if (!there) return saying(`${path} is not there, or may not be run`);
  if (!runs) return saying(`what ${path} is written in is not installed`);
  if (does.includes("unchecked")) return saying(`${path} does not check whom it sends to`);
  if (does.includes("http") && !does.includes("https")) return saying(`${path} sends in clear text`);
  const sends = does.includes("https") || does.includes("client") || (does.includes("mail") && mailer === "sends");
  if (!sends && does.includes("mail")) return saying(`${path} sends mail, and mail does not leave this host`);
  if (!sends) return { ...saying(`how ${path} sends is not seen`), unclear: true };
  return saying(does.includes("logs") ? "" : `${path} keeps no record of a message that fails`);
}

const four = String.raw`(\d{1,3}(\\\.|\[\.\])){3}\d{1,3}`;
const six = String.raw`[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}`;
/** One address, written out, with something firm on both sides, so that no neighbour fits as well. */
const exact = new RegExp(String.raw`^(\^|[^|]*from |[^|]*\\b)(${four}|${six})(\$| port\b[^|]*|\\b[^|]*| )$`, "i");

/** Our own program compares a line as a whole: nothing in it is a pattern. */
const whole = new RegExp(
  String.raw`^[A-Za-z0-9_][A-Za-z0-9_.-]* from ((\d{1,3}\.){3}\d{1,3}|${six})( running \S.*)?$`,
  "i",
);

export function quietFaults({ path, there, mode, owner, entries }: QuietList): readonly string[] {
  if (!there) return [`${path} is named, and is not there`];
  const open = owner !== "root" || !/^0[0-7]00$/.test(mode) ? [`${path} is ${mode} of ${owner}`] : [];
  return [
    ...open,
    ...entries
      .filter((entry) => !(path.startsWith("/etc/secondlock/") ? whole : exact).test(entry))
      .map((entry) => `${entry} fits more than one address`),
  ];
}
