import type { Observed } from "./observed.ts";

/** What is measured when somebody asks, not counted before. */
export interface Gauges {
  readonly ready: boolean;
  /** Openings that wait for approval. */
  readonly waiting: number;
  /** Seconds since the peer that was heard of least recently; 0 without peers. */
  readonly silence: number;
  /** Seconds since 1970. */
  readonly now: number;
}

/** Counts what happens since the start, and tells it as Prometheus reads it (text format 0.0.4). */
export interface Metrics {
  take(observed: Observed): void;
  alert(ok: boolean): void;
  /** Processes that answer; undefined: this very one does. */
  answering(): number | undefined;
  /** Seconds since 1970 of the last entry that could not be written; undefined: none since. */
  logFailedAt(): number | undefined;
  text(gauges: Gauges): string;
}

/** Seconds. No answer takes less than answerFloor. */
const bounds = [0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function metrics(now: () => number): Metrics {
  const started = now();
  const refused = new Map<string, number>();
  const logFailed = new Map<string, number>();
  const within = bounds.map(() => 0);
  const told = { true: 0, false: 0 };
  let [confirmed, again, answers, seconds, entries] = [0, 0, 0, 0, 0];
  let processes: number | undefined;
  let failedAt: number | undefined;
  let lastFailure = 0;

  return {
    take(observed) {
      switch (observed.what) {
        case "answered":
          answers += 1;
          seconds += observed.seconds;
          for (const [index, bound] of bounds.entries()) if (observed.seconds <= bound) within[index]! += 1;
          break;
        case "refused":
          refused.set(observed.refusal.reason, (refused.get(observed.refusal.reason) ?? 0) + 1);
          break;
        case "logged":
          if (observed.type === "opening.confirmed") confirmed += 1;
          entries = Math.max(entries, observed.seq + 1);
          failedAt = undefined;
          break;
        case "again":
          again += 1;
          break;
        case "answering":
          processes = observed.processes;
          break;
        case "log-failed":
          logFailed.set(observed.reason, (logFailed.get(observed.reason) ?? 0) + 1);
          failedAt = lastFailure = now();
          break;
      }
    },
    alert: (ok) => void (told[`${ok}`] += 1),
    answering: () => processes,
    logFailedAt: () => failedAt,
    text: (gauges) =>
      [
        family("secondlock_ready", "gauge", "Whether it can confirm openings.", [["", Number(gauges.ready)]]),
        family("secondlock_start_time_seconds", "gauge", "When it started.", [["", started]]),
        family("secondlock_answering_processes", "gauge", "Processes that answer.", [["", processes ?? 1]]),
        family("secondlock_openings_confirmed_total", "counter", "Openings that stand in the log as confirmed.", [
          ["", confirmed],
        ]),
        family("secondlock_openings_again_total", "counter", "Of these, second ones in one start of a host.", [
          ["", again],
        ]),
        family(
          "secondlock_openings_refused_total",
          "counter",
          "Requests that were refused, by reason.",
          by("reason", refused),
        ),
        family("secondlock_openings_waiting", "gauge", "Openings that wait for approval.", [["", gauges.waiting]]),
        family("secondlock_answer_seconds", "histogram", "Time until a request was answered.", [
          ...bounds.map((bound, index) => [`_bucket{le="${bound}"}`, within[index] ?? 0] as const),
          ['_bucket{le="+Inf"}', answers],
          ["_sum", seconds],
          ["_count", answers],
        ]),
        family("secondlock_log_entries", "gauge", "Entries of the log, as last written here.", [["", entries]]),
        family(
          "secondlock_log_failures_total",
          "counter",
          "Entries that could not be written, by reason.",
          by("reason", logFailed),
        ),
        family(
          "secondlock_log_last_failure_time_seconds",
          "gauge",
          "When an entry could not be written last; 0: never.",
          [["", lastFailure]],
        ),
        family("secondlock_peer_silence_seconds", "gauge", "Time since the other confirmers were heard of.", [
          ["", gauges.silence],
        ]),
        family("secondlock_alerts_total", "counter", "Alerts that were sent, by whether they were taken.", [
          ['{taken="true"}', told.true],
          ['{taken="false"}', told.false],
        ]),
      ].join(""),
  };
}

function by(label: string, counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].map(([name, count]) => [`{${label}="${name.replaceAll(/[^A-Za-z0-9_.-]/g, "_")}"}`, count]);
}

function family(name: string, type: string, help: string, samples: readonly (readonly [string, number])[]): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.map(([suffix, value]) => `${name}${suffix} ${value}\n`).join("")}`;
}
