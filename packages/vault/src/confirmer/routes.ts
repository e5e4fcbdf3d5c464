import type { Outcome } from "../outcome.ts";
import { approvalPath, approve, listWaiting, waitingListPath } from "./approval.ts";
import type { Arrived, Refused } from "./arrived.ts";
import { carryOut } from "./carry-out.ts";
import { makeChallenge } from "./challenge.ts";
import { confirmOpening } from "./confirm.ts";
import type { Confirmer } from "./confirmer.ts";
import { enrolmentPath, enrolOwner, keyPath } from "./enrolment.ts";
import { type Answer, challengePath, longestOpening } from "./opening-message.ts";
import { longestOrder, orderPath } from "./order.ts";
import { revocationsPath, tellPeer } from "./peers.ts";
import { pollOpening } from "./poll.ts";

/** What a path leads to. */
export interface Route {
  /** Of the key that it is about, for the log. */
  readonly kid: string;
  /** Bytes of a body. */
  readonly longest: number;
  readonly handle: (confirmer: Confirmer, arrived: Arrived) => Promise<Outcome<Answer> | Refused>;
}

const fixed: Readonly<Record<string, Pick<Route, "longest" | "handle">>> = {
  [orderPath]: { longest: longestOrder, handle: carryOut },
  [enrolmentPath]: { longest: longestOpening, handle: enrolOwner },
  [approvalPath]: { longest: longestOpening, handle: approve },
  [waitingListPath]: { longest: longestOpening, handle: listWaiting },
  [revocationsPath]: { longest: longestOpening, handle: tellPeer },
  [challengePath]: {
    longest: 0,
    handle: async (confirmer) =>
      await Promise.resolve({ ok: true, value: { status: 200, content: makeChallenge(confirmer) } }),
  },
};

/** Its public key, which nobody believes for being told it here: the code on the console says its fingerprint. */
const publicKey: Route = {
  ...{ kid: "", longest: 0 },
  handle: async ({ key }) => await Promise.resolve({ ok: true, value: { status: 200, content: { key } } }),
};

/** Undefined: nothing is there. */
export function routeOf(method: string, path: string): Route | undefined {
  if (method === "GET" && path === keyPath) return publicKey;
  if (method !== "POST") return undefined;
  if (Object.hasOwn(fixed, path)) return { kid: "", ...fixed[path] } as Route;
  const [, kid = "", handle = ""] =
    /^\/v1\/(?:keys\/([A-Za-z0-9_-]{22})\/open|openings\/([A-Za-z0-9_-]{22}))$/.exec(path) ?? [];
  if (kid !== "")
    return { kid, longest: longestOpening, handle: (...given) => confirmOpening(given[0], kid, given[1]) };
  if (handle === "") return undefined;
  return { kid: "", longest: longestOpening, handle: (...given) => pollOpening(given[0], handle, given[1]) };
}
