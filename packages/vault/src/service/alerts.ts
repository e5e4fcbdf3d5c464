import type { Refusal } from "../confirmer/server.ts";
import { type Allowance, budget } from "./budget.ts";

/** What somebody is told, as JSON. `text` is what Slack and its like show. */
export type Alert =
  | ({ readonly text: string; readonly event: "opening.refused"; readonly at: string } & Refusal)
  | {
      readonly text: string;
      readonly event: "alerts.left-out";
      readonly at: string;
      readonly counts: Readonly<Record<string, number>>;
    };

/** Brings one alert to somebody. Rejects when nobody took it. */
export type SendAlert = (json: string) => Promise<void>;

/** Tells of refusals: never more than somebody reads, and what was left out is told as a count. Nothing waits for it. */
export interface Alerts {
  tell(refusal: Refusal): void;
  /** Tells what was left out since this was asked last. */
  flush(): void;
  /** Waits for what is being sent. */
  settle(): Promise<void>;
}

interface Parts {
  readonly send: SendAlert;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Is told whether each alert was taken. */
  readonly sent: (ok: boolean) => void;
  readonly allowance?: Allowance;
}

const usual: Allowance = { atOnce: 3, every: 600 };
/** Alerts that are on their way at once: who takes them may be slow. */
const mostUnderWay = 16;

export function alerts({ send, now, sent, allowance = usual }: Parts): Alerts {
  const allowed = budget(allowance);
  const underWay = new Set<Promise<void>>();

  function start(alert: Alert): void {
    if (underWay.size >= mostUnderWay) return sent(false);
    const sending = send(JSON.stringify(alert))
      .then(
        () => sent(true),
        () => sent(false),
      )
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
  }

  const at = (): string => new Date(now() * 1_000).toISOString();
  return {
    tell(refusal) {
      if (!allowed.take(refusal.reason, now())) return;
      const { reason, reference, kid, peer } = refusal;
      const text = `Secondlock: an opening was refused: ${reason} (reference ${reference}, key ${kid}, from ${peer})`;
      start({ text, event: "opening.refused", at: at(), ...refusal });
    },
    flush() {
      const counts = allowed.leftOut();
      const told = Object.entries(counts).map(([reason, count]) => `${count} ${reason}`);
      if (told.length === 0) return;
      start({ text: `Secondlock: refused besides: ${told.join(", ")}`, event: "alerts.left-out", at: at(), counts });
    },
    async settle() {
      await Promise.allSettled(underWay);
    },
  };
}
