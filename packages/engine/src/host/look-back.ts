import type { Target } from "../targets/target.ts";
import { askHost, told } from "./host-link.ts";
import { type JournalEntry, readStatus } from "./host-status.ts";

/** What an undo would do on a host. */
export type Back =
  | {
      readonly known: true;
      /** The first journal that it takes back; empty when the host has none. */
      readonly to: string;
      readonly journals: readonly JournalEntry[];
      readonly undone: readonly { readonly id: string; readonly title: string }[];
      readonly lines: readonly string[];
      readonly stays: readonly string[];
      /** Files that somebody changed by hand since Secondlock wrote them; an undo writes over them. */
      readonly edited: readonly string[];
    }
  | { readonly known: false; readonly because: string };

/**
 * Asks a host what it would bring back. `to`: the id of a journal, or a date that begins one, e.g. `20261121T10`; everything
 * since then is taken back. Default: the last change.
 */
export async function lookBack(target: Target, to: string | undefined, signal?: AbortSignal): Promise<Back> {
  const seen = await readStatus(target, signal);
  if (!seen.known) return { known: false, because: seen.because };
  const { journals, standing } = seen.status;
  const first = to === undefined ? standing.at(-1) : standing.find((id) => id >= to);
  if (first === undefined) return { known: false, because: "nothing that Secondlock changed there is left to undo" };
  const reply = await askHost(target, "show", { argument: first, signal });
  if (!reply.ok) return { known: false, because: reply.because };
  if (reply.rows.at(-1)?.[0] !== "end") return { known: false, because: "the host's answer stops before its end" };
  const of = (word: string): readonly (readonly string[])[] => reply.rows.filter((row) => row[0] === word);
  return {
    ...{ known: true, to: first, journals },
    undone: of("undone").map(([, id = "", , title = ""]) => ({ id, title: told(title) })),
    lines: [
      ...of("back").map(([, path = ""]) => `restores ${told(path)}`),
      ...of("gone").map(([, path = ""]) => `removes ${told(path)}`),
      ...of("unit").map(([, unit = "", enabled = "", active = ""]) => `unit ${unit}: ${enabled}, ${active}`),
    ],
    stays: of("stays").map(([, text = ""]) => told(text)),
    edited: of("edited").map(([, path = ""]) => told(path)),
  };
}
