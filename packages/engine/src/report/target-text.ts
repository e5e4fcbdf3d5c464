import type { TargetReport } from "../audit.ts";
import { count } from "./words.ts";

/** How much of a target was seen, in one line. Pure. */
export function targetText(target: TargetReport): string {
  if (target.state === "unreachable") return `could not be read: ${target.because ?? "no reason given"}`;
  const without = target.withoutRoot === undefined ? "" : ` (${target.withoutRoot})`;
  return [
    target.asRoot ? "as root" : `without root${without}, so part of it stays unseen`,
    `${target.seconds.toFixed(1)} s`,
    ...(target.because === undefined ? [] : [`only a part of it could be read: ${target.because}`]),
    ...(target.clockAhead === undefined ? [] : [clockText(target.clockAhead)]),
  ].join(", ");
}

function clockText(ahead: number): string {
  const seconds = Math.abs(ahead);
  const [number, unit] =
    seconds < 7_200
      ? [seconds / 60, "minute"]
      : seconds < 172_800
        ? [seconds / 3_600, "hour"]
        : [seconds / 86_400, "day"];
  return `its clock is ${count(Math.round(number), unit)} ${ahead > 0 ? "ahead of" : "behind"} this machine's`;
}
