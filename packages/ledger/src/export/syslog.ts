import type { Entry } from "../read.ts";
import { writtenText } from "../written-text.ts";

export interface SyslogOrigin {
  /** The name of this machine; 255 printable ASCII characters at most, others become `-`. */
  readonly host: string;
  /** 48 at most. */
  readonly application: string;
  /** The log's id. */
  readonly log: string;
  /** RFC 5424 table 1; 13, "log audit", otherwise. */
  readonly facility?: number;
  /** RFC 5424 table 2; 5, "notice", otherwise. */
  readonly severity?: number;
}

/**
 * One RFC 5424 message, without framing (RFC 6587 or a datagram brings its own). Number, hash and log stand in
 * structured data, the type in MSGID, the public data as canonical JSON in the message. Private values are left out.
 */
export function toSyslog(entry: Entry, origin: SyslogOrigin): string {
  const { host, application, log, facility = 13, severity = 5 } = origin;
  if (!isWithin(facility, 23) || !isWithin(severity, 7)) throw new RangeError("there is no such facility or severity");
  const header = [
    `<${facility * 8 + severity}>1`,
    entry.time,
    printable(host, 255),
    printable(application, 48),
    "-",
    printable(entry.type, 32),
  ];
  // 32473 is the enterprise number for documentation (RFC 5612); names without @ are IANA's alone (section 6.3.2)
  const structured = `[ledger@32473 log="${quoted(log)}" seq="${entry.seq}" hash="${entry.hash}" prev="${entry.prev}"]`;
  // section 6.4: UTF-8 is announced by a byte order mark
  return `${header.join(" ")} ${structured} \uFEFF${writtenText(entry.data)}`;
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

/** PRINTUSASCII of section 6: no spaces, no control characters, so that no value can begin another field. */
function printable(text: string, most: number): string {
  const kept = text.replaceAll(/[^\u0021-\u007e]/g, "-").slice(0, most);
  return kept === "" ? "-" : kept;
}

/** Section 6.3.3 wants three characters escaped; line ends would end the message for receivers that split by them. */
function quoted(text: string): string {
  return text.replaceAll(/[\\"\]]/g, String.raw`\$&`).replaceAll(/[\u0000-\u001f\u007f]/g, " ");
}
