import type { HostWanted } from "@secondlock/model";
import { stepsOf } from "../host/request.ts";
import type { HostPlan } from "../plan/plan.ts";
import { reduceSecrets } from "../report/secrets.ts";
import { ansible } from "./ansible.ts";
import { cloudInit } from "./cloud-init.ts";
import { desiredOf, secretFiles } from "./desired.ts";

export type ExportKind = "cloud-init" | "ansible";

export type HostExport =
  | { readonly ok: true; readonly text: string; readonly left: readonly string[] }
  | { readonly ok: false; readonly because: string; readonly hint: string };

export interface ExportInput {
  readonly kind: ExportKind;
  readonly wanted: HostWanted;
  readonly plan: HostPlan;
  /** To be there before anything else. */
  readonly packages: readonly string[];
  /** What the plan was made from, for the reader, e.g. `a plain Debian 12`. */
  readonly from: string;
}

/** The plan of one host as user data or as a playbook, or why it is given to nobody. Pure. */
export function exportHost({ kind, wanted, plan, packages, from }: ExportInput): HostExport {
  const desired = desiredOf(wanted, stepsOf(plan), packages);
  const [secret] = secretFiles(desired);
  if (secret !== undefined)
    return {
      ok: false,
      because: `${secret} holds a secret, and what is exported may be read by many`,
      hint: "secondlock harden changes that file without showing it to anybody",
    };
  const made = kind === "ansible" ? { ok: true as const, text: ansible(desired, from) } : cloudInit(desired);
  if (!made.ok) return { ...made, hint: "name people and ports in the service file" };
  // a net behind the look at each file: names, keys and commands are in it too
  if (reduceSecrets(made.text) !== made.text)
    return { ok: false, because: "a secret stands in the service file itself", hint: "take it out, and change it" };
  return { ok: true, text: made.text, left: desired.left };
}
