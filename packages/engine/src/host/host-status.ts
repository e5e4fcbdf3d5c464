import type { Settings } from "@secondlock/model";
import type { Target } from "../targets/target.ts";
import { askHost, type Busy, told, unhex } from "./host-link.ts";

/** One change of the past. */
export interface JournalEntry {
  readonly id: string;
  /** `confirmed`, `taken back`, `armed` ... */
  readonly state: string;
  readonly who: string;
  readonly title: string;
}

/** What Secondlock left on a host. */
export interface HostStatus {
  /** The change that waits to be confirmed. */
  readonly armed?: Busy;
  readonly journals: readonly JournalEntry[];
  /** Ids of the changes that stand, the oldest first. */
  readonly standing: readonly string[];
  /** Files of ours that are not as we wrote them. */
  readonly drifted: readonly string[];
  readonly record: Readonly<Record<string, Settings>>;
}

export type StatusReading =
  | { readonly known: true; readonly status: HostStatus }
  | { readonly known: false; readonly because: string };

export async function readStatus(target: Target, signal?: AbortSignal): Promise<StatusReading> {
  const reply = await askHost(target, "status", { signal });
  return reply.ok ? parseStatus(reply.rows) : { known: false, because: reply.because };
}

/** Pure. */
export function parseStatus(rows: readonly (readonly string[])[]): StatusReading {
  if (rows.at(-1)?.[0] !== "end") return { known: false, because: "the host's answer stops before its end" };
  const of = (word: string): readonly (readonly string[])[] => rows.filter(([first]) => first === word);
  const armed = of("armed")[0]?.[1];
  const journals = of("journal").map(([, id = "", state = "", who = "", title = ""]) => ({
    id,
    state: told(state),
    who: told(who),
    title: told(title),
  }));
  return {
    known: true,
    status: {
      ...(armed === undefined ? {} : { armed: waiting(armed, journals) }),
      journals,
      standing: of("standing").map(([, id = ""]) => id),
      drifted: of("written").flatMap(([, path = "", state]) => (state === "same" ? [] : [told(path)])),
      record: recordFrom(unhex(of("record")[0]?.[1] ?? "")),
    },
  };
}

/** Who began it is in its journal, and when in its name. */
function waiting(journal: string, journals: readonly JournalEntry[]): Busy {
  const who = journals.find(({ id }) => id === journal)?.who || "somebody";
  const [, date = "", hour = "", minute = "", second = ""] = /^(\d{8})T(\d\d)(\d\d)(\d\d)Z-/.exec(journal) ?? [];
  const day = date.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
  return { journal, who, since: Date.parse(`${day}T${hour}:${minute}:${second}Z`) / 1_000 };
}

function recordFrom(text: string): Readonly<Record<string, Settings>> {
  try {
    const value: unknown = JSON.parse(text === "" ? "{}" : text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, Settings>> {
  const plain = (one: unknown): one is object => typeof one === "object" && one !== null && !Array.isArray(one);
  return (
    plain(value) &&
    Object.values(value).every((one) => plain(one) && Object.values(one).every((text) => typeof text === "string"))
  );
}
