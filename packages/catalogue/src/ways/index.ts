import type { Ways } from "@secondlock/model";
import { appTakeover } from "./app-takeover.ts";
import { auditorLogin } from "./auditor-login.ts";
import { backupCopy } from "./backup-copy.ts";
import { badChange } from "./bad-change.ts";
import { databaseFile } from "./database-file.ts";
import { databaseLost } from "./database-lost.ts";
import { databaseNetwork } from "./database-network.ts";
import { dependency } from "./dependency.ts";
import { flood } from "./flood.ts";
import { formerPerson } from "./former-person.ts";
import { neighbourHost } from "./neighbour-host.ts";
import { openPort } from "./open-port.ts";
import { passwordGuessing } from "./password-guessing.ts";
import { regionLost } from "./region-lost.ts";
import { secretLeaked } from "./secret-leaked.ts";
import { sshLogin } from "./ssh-login.ts";
import { sshRootLogin } from "./ssh-root-login.ts";
import { support } from "./support.ts";
import { traffic } from "./traffic.ts";
import { undeclaredPort } from "./undeclared-port.ts";
import { unnoticed } from "./unnoticed.ts";
import { userPassword } from "./user-password.ts";
import { vendorConsole } from "./vendor-console.ts";
import { webInput } from "./web-input.ts";
import { webSession } from "./web-session.ts";

/** Every family of ways in, sorted by id. */
export const ways: readonly Ways[] = [
  appTakeover,
  auditorLogin,
  backupCopy,
  badChange,
  databaseFile,
  databaseLost,
  databaseNetwork,
  dependency,
  flood,
  formerPerson,
  neighbourHost,
  openPort,
  passwordGuessing,
  regionLost,
  secretLeaked,
  sshLogin,
  sshRootLogin,
  support,
  traffic,
  undeclaredPort,
  unnoticed,
  userPassword,
  vendorConsole,
  webInput,
  webSession,
];
