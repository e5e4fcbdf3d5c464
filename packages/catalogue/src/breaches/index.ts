import type { Breach } from "@secondlock/model";
import { administratorPasswordGuessed } from "./administrator-password-guessed.ts";
import { apiKeyStolen } from "./api-key-stolen.ts";
import { appKeyKnown } from "./app-key-known.ts";
import { appServerTaken } from "./app-server-taken.ts";
import { auditorKeyLost } from "./auditor-key-lost.ts";
import { backupStolen } from "./backup-stolen.ts";
import { badChange } from "./bad-change.ts";
import { consoleTaken } from "./console-taken.ts";
import { craftedInput } from "./crafted-input.ts";
import { databaseDumped } from "./database-dumped.ts";
import { databaseServerLost } from "./database-server-lost.ts";
import { envPublished } from "./env-published.ts";
import { intruderInside } from "./intruder-inside.ts";
import { knownHole } from "./known-hole.ts";
import { laptopLost } from "./laptop-lost.ts";
import { millionsAtOnce } from "./millions-at-once.ts";
import { providerLost } from "./provider-lost.ts";
import { regionLost } from "./region-lost.ts";
import { sessionStolen } from "./session-stolen.ts";
import { someoneLeaves } from "./someone-leaves.ts";
import { supportTricked } from "./support-tricked.ts";
import { trafficRead } from "./traffic-read.ts";
import { userPasswordGuessed } from "./user-password-guessed.ts";

/** Every breach, sorted by id. */
export const breaches: readonly Breach[] = [
  administratorPasswordGuessed,
  apiKeyStolen,
  appKeyKnown,
  appServerTaken,
  auditorKeyLost,
  backupStolen,
  badChange,
  consoleTaken,
  craftedInput,
  databaseDumped,
  databaseServerLost,
  envPublished,
  intruderInside,
  knownHole,
  laptopLost,
  millionsAtOnce,
  providerLost,
  regionLost,
  sessionStolen,
  someoneLeaves,
  supportTricked,
  trafficRead,
  userPasswordGuessed,
];
