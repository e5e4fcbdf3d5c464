import type { RefusedOpening } from "../confirmer/decide.ts";
import type { Refusal } from "../confirmer/answer-requests.ts";
import { type Allowance, budget } from "./budget.ts";
import type { SecondOpening } from "./observed.ts";

/** What somebody is told, as JSON. `text` is what Slack and its like show. */
export type Alert =
  | ({ readonly text: string; readonly event: "opening.refused"; readonly at: string } & Refusal)
  | ({ readonly text: string; readonly event: "opening.again"; readonly at: string } & SecondOpening)
  | {
      readonly text: string;
      readonly event: "alerts.left-out";
      readonly at: string;
      readonly counts: Readonly<Record<string, number>>;
    };

/** Brings one alert to somebody. Rejects when nobody took it. */
export type SendAlert = (json: string) => Promise<void>;

/** Tells of refusals and of second openings: never more than somebody reads, and what was left out is told as a count. Nothing waits for it. */
export interface Alerts {
  tell(refusal: Refusal): void;
  tellAgain(opening: SecondOpening): void;
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
/** Alerts that are on their way at once: who takes them may be slow. Of these, places that no stranger can take up. */
const mostUnderWay = 16;
const keptForSigned = 4;
/** Reasons that only a request with a host's valid signature comes to. */
const signed: ReadonlySet<string> = new Set<RefusedOpening | "wrong-policy">([
  ...([
    "wrong-policy",
    "wrong-epoch",
    "wrong-purpose",
    "expired-policy",
    "wrong-source",
    "older-file",
    "outside-window",
  ] as const),
  ...(["rate", "too-many-opens", "too-many-evaluations"] as const),
]);

export function alerts({ send, now, sent, allowance = usual }: Parts): Alerts {
  const allowed = budget(allowance);
  const underWay = new Set<Promise<void>>();

  function start(alert: Alert): void {
    const sending = send(JSON.stringify(alert))
      .then(
        () => sent(true),
        () => sent(false),
      )
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
  }

  function startSome(kind: string, isSigned: boolean, alert: () => Alert): void {
    if (!allowed.take(kind, now())) return;
    if (underWay.size < mostUnderWay - (isSigned ? 0 : keptForSigned)) return start(alert());
    allowed.leaveOut(kind);
    sent(false);
  }

  const at = (): string => new Date(now() * 1_000).toISOString();
  return {
    tell(refusal) {
      const { reason, reference, kid, peer } = refusal;
      const text = `Secondlock: an opening was refused: ${reason} (reference ${reference}, key ${kid}, from ${peer})`;
      startSome(reason, signed.has(reason), () => ({ text, event: "opening.refused", at: at(), ...refusal }));
    },
    tellAgain(opening) {
      const text = `Secondlock: key ${opening.kid} was opened a second time in one start of its host: a restart, or somebody else who has the host's keys (entry ${opening.seq} of its log)`;
      startSome("second-opening", true, () => ({ text, event: "opening.again", at: at(), ...opening }));
    },
    flush() {
      // later: what is left out meanwhile counts too
      if (underWay.size >= mostUnderWay) return;
      const counts = allowed.leftOut();
      const told = Object.entries(counts).map(([reason, count]) => `${count} ${reason}`);
      if (told.length === 0) return;
      start({
        text: `Secondlock: not told one by one: ${told.join(", ")}`,
        event: "alerts.left-out",
        at: at(),
        counts,
      });
    },
    async settle() {
      await Promise.allSettled(underWay);
    },
  };
}
