import { type Answer, type Area, severityRank, type Verdict } from "@secondlock/model";
import type { Audit, ControlVerdict } from "../audit.ts";

/** Worst first. */
export const answerOrder = ["no", "one lock left", "not known", "yes"] as const satisfies readonly Answer[];

/** Worst first. */
export const verdictOrder = [
  "contradiction",
  "broken",
  "luck",
  "unknown",
  "not seen yet",
  "claimed",
  "proven",
  "not applicable",
] as const satisfies readonly Verdict[];

export const answerMeanings: Readonly<Record<Answer, string>> = {
  no: "nothing stands in the way any more",
  "one lock left": "one more failure opens it",
  "not known": "too little was seen to tell",
  yes: "no single further failure opens it",
};

export const verdictMeanings: Readonly<Record<Verdict, string>> = {
  contradiction: "the configuration says that it is closed, and the attempt got through",
  broken: "it is not in place",
  luck: "the configuration is open, and yet the attempt was refused",
  unknown: "nothing could be read, and nothing got through",
  "not seen yet": "the part of Secondlock that looks at it is not there",
  claimed: "the configuration says so, and no attempt has tested it",
  proven: "the configuration says so, and the attempt was refused",
  "not applicable": "it has no meaning here",
};

export const areaTitles: Readonly<Record<Area, string>> = {
  ssh: "Remote login (SSH)",
  accounts: "Accounts",
  sudo: "Administrator rights (sudo)",
  passwords: "Passwords",
  network: "Network",
  updates: "Updates",
  services: "Services",
  kernel: "Kernel",
  files: "Files",
  logging: "Logging",
  database: "Database",
  tls: "Encryption on the wire (TLS)",
  application: "Application",
};

/** True for what nobody has to do anything about. */
export function stands(verdict: Verdict): boolean {
  return verdict === "proven" || verdict === "claimed" || verdict === "not applicable";
}

export function verdictRank(verdict: Verdict): number {
  return verdictOrder.indexOf(verdict);
}

/** Worst verdict first, then the more severe, then by name. */
export function byWorst(one: ControlVerdict, other: ControlVerdict): number {
  return (
    verdictRank(one.verdict) - verdictRank(other.verdict) ||
    severityRank[one.severity] - severityRank[other.severity] ||
    one.control.localeCompare(other.control, "en") ||
    one.target.localeCompare(other.target, "en", { numeric: true })
  );
}

export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and c`; past `most`, `a, b and 7 more`. */
export function listOf(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  if (items.length <= 1) return items[0] ?? "";
  if (items.length <= most) return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
  return `${items.slice(0, most).join(", ")} and ${(items.length - most).toLocaleString("en-GB")} more`;
}

/** `21 Nov 2026 04:10 UTC`. */
export function dayAndTime(when: string | Date): string {
  const date = new Date(when);
  if (Number.isNaN(date.getTime())) return typeof when === "string" ? when : "an unknown time";
  const parts = date.toUTCString().split(" ");
  return `${Number(parts[1])} ${parts[2]} ${parts[3]} ${parts[4]?.slice(0, 5)} UTC`;
}

/** The question as the condition of a sentence: without its question mark. */
export function happening(question: string): string {
  return question.replace(/\s*\?\s*$/, "");
}

export function secondsTaken(audit: Audit): number {
  const taken = (Date.parse(audit.finished) - Date.parse(audit.started)) / 1000;
  return Number.isFinite(taken) && taken > 0 ? taken : 0;
}
