/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  /** The named peer in the same run, or what it is compared with. */
  readonly peer: string;
  readonly floor: string;
  /** Undefined: told, and nothing is asked of it. */
  readonly met?: boolean;
}

export function markdown(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, ours, peer, floor, met }) => `| ${[what, ours, peer, floor, verdict(met)].join(" | ")} |`,
  );
  return ["| what | Secondlock | compared with | floor | met |", "| --- | --- | --- | --- | --- |", ...lines, ""].join(
    "\n",
  );
}

function verdict(met: boolean | undefined): string {
  if (met === undefined) return "";
  return met ? "yes" : "**no**";
}

export function ms(seconds: number): string {
  return `${Math.round(seconds * 1_000)} ms`;
}

export function s(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}

export function mb(megabytes: number): string {
  return `${Math.round(megabytes)} MB`;
}
