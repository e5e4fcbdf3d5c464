import { broken, type Inside, undecided } from "@secondlock/model";
import { type PamEntry, type PamStacks, pamStack } from "./pam-stacks.ts";

/** A line that lets somebody in who passed no check. */
export interface PamOpening {
  readonly file: string;
  readonly entry: PamEntry;
  /** False when it depends on a condition, or on a module that nobody here knows. */
  readonly certain: boolean;
}

type Outcome = "success" | "auth_err";
type Guess = "fails" | "succeeds" | "depends" | "silent";

/** Where a walk through a stack stands. `by` is the line that it owes its success to. */
interface Step {
  readonly at: number;
  readonly impression: "none" | "good" | "bad";
  readonly by: PamEntry | undefined;
}

const checks =
  /^pam_(unix|sss|ldap|krb5|winbind|google_authenticator|oath|u2f|yubico|duo|fprintd|pkcs11|p11|ssh_agent_auth|systemd_home|radius_auth|tacplus)$/;
const alwaysOpen = /^pam_(permit|env|limits|nologin|faillock|tally2?|mail|securetty|selinux)$/;
/** They have no say in whether somebody gets in. */
const silent =
  /^pam_(faildelay|group|keyinit|loginuid|lastlog2?|motd|umask|warn|echo|cap|systemd|gnome_keyring|kwallet5?)$/;
const ofRoot = /^(su|su-l|runuser|runuser-l)$/;

const words: Readonly<Record<string, string>> = {
  required: "success=ok new_authtok_reqd=ok ignore=ignore default=bad",
  requisite: "success=ok new_authtok_reqd=ok ignore=ignore default=die",
  sufficient: "success=done new_authtok_reqd=done default=ignore",
  optional: "success=ok new_authtok_reqd=ok default=ignore",
};

/** Services of PAM that make somebody root. */
export const rootServices: readonly string[] = ["sudo", "sudo-i", "su", "su-l"];

/** The first line by which a service lets in somebody for whom every real check fails; the certain one before a possible one. */
export function opensEarly(pam: PamStacks, service: string): PamOpening | undefined {
  const stack = pamStack(pam, service, "auth");
  for (const certain of [true, false]) {
    const entry = openedBy(stack, service, certain);
    if (entry === undefined) continue;
    const file = Object.keys(pam.files).find((name) => pam.files[name]?.includes(entry)) ?? service;
    return { file, entry, certain };
  }
  return undefined;
}

/** Judges those of the services that have a stack of their own; undefined when none opens. */
export function openStack(pam: PamStacks, services: readonly string[]): Inside | undefined {
  const found = services
    .filter((service) => Object.hasOwn(pam.files, service))
    .flatMap((service) => {
      const opening = opensEarly(pam, service);
      return opening === undefined ? [] : [{ ...opening, service }];
    });
  const worst = found.find(({ certain }) => certain) ?? found[0];
  if (worst === undefined) return undefined;
  const line = `/etc/pam.d/${worst.file}: ${worst.entry.control} ${worst.entry.module}`;
  return worst.certain
    ? broken(`${line} lets everybody in by ${worst.service} without a check`)
    : undecided(`${line} may let somebody in by ${worst.service} without a check`);
}

/** The verdict, unless a stack is open; what is broken is never hidden behind what may be. */
export function unlessOpen(pam: PamStacks, services: readonly string[], verdict: Inside): Inside {
  const open = openStack(pam, services);
  return open === undefined || (open.inside !== "broken" && verdict.inside === "broken") ? verdict : open;
}

function openedBy(stack: readonly PamEntry[], service: string, certain: boolean): PamEntry | undefined {
  const seen = new Set<string>();
  const open: Step[] = [{ at: 0, impression: "none", by: undefined }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const key = `${step.at} ${step.impression}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const entry = stack[step.at];
    if (entry === undefined) {
      if (step.impression === "good" && step.by !== undefined) return step.by;
      continue;
    }
    const guess = guessOf(entry, service);
    if (guess === "silent") open.push({ ...step, at: step.at + 1 });
    for (const outcome of outcomesOf(guess, certain)) {
      const next = after(step, entry, outcome);
      if (next === "in") return entry;
      if (next !== undefined) open.push(next);
    }
  }
  return undefined;
}

/** `in` when the walk ends with success, undefined when it ends without. */
function after(step: Step, entry: PamEntry, outcome: Outcome): Step | "in" | undefined {
  const action = actionOf(entry, outcome);
  const at = step.at + 1;
  if (/^\d{1,3}$/.test(action))
    return { ...step, at: at + Number(action), ...(outcome === "success" && { by: entry }) };
  if (action === "ignore") return { ...step, at };
  if (action === "reset") return { ...step, at, impression: "none" };
  if (action === "die") return undefined;
  if (action === "ok" || action === "done") {
    // `ok` for a failure makes the failure the answer of the whole stack
    if (outcome !== "success") return action === "done" ? undefined : { ...step, at, impression: "bad" };
    if (step.impression === "bad") return { ...step, at };
    return action === "done" ? "in" : { at, impression: "good", by: step.by ?? entry };
  }
  return { ...step, at, impression: "bad" };
}

function actionOf({ control }: PamEntry, outcome: Outcome): string {
  const pairs = (Object.hasOwn(words, control) ? (words[control] ?? "") : control.replace(/[[\]]/g, ""))
    .trim()
    .split(/\s+/);
  const valueOf = (name: string): string | undefined =>
    pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return valueOf(outcome) ?? valueOf("default") ?? "bad";
}

function outcomesOf(guess: Guess, certain: boolean): readonly Outcome[] {
  if (guess === "silent") return [];
  if (guess === "succeeds") return ["success"];
  return guess === "depends" && !certain ? ["success", "auth_err"] : ["auth_err"];
}

function guessOf({ module, args }: PamEntry, service: string): Guess {
  const name = module.replace(/^.*\//, "").replace(/\.so$/, "");
  if (checks.test(name)) return "fails";
  if (name === "pam_deny" || (name === "pam_faillock" && args.includes("authfail"))) return "fails";
  if (name === "pam_rootok") return ofRoot.test(service) ? "fails" : "succeeds";
  if (silent.test(name)) return "silent";
  if (alwaysOpen.test(name)) return "succeeds";
  if (name !== "pam_succeed_if") return "depends";
  // the caller is root already
  if (ofRoot.test(service) && /\buid (=|eq)\S* 0\b/.test(args.join(" ")) && args.includes("use_uid")) return "fails";
  return metByEverybody(args) ? "succeeds" : "depends";
}

/** Conditions of pam_succeed_if that every account of a person meets, e.g. `uid >= 1000`. The fact hides what follows a `=`. */
function metByEverybody(args: readonly string[]): boolean {
  const tests = args.filter((arg) => !/^(debug|use_uid|quiet|quiet_fail|quiet_success|audit)$/.test(arg));
  for (let index = 0; index < tests.length; index += 3) {
    const [, sign = "", value = ""] = tests.slice(index, index + 3);
    const bare = sign.replace(/\.+$/, "");
    const wide = /^(>=|ge)$/.test(bare) ? Number(value) <= 1000 : /^(>|gt)$/.test(bare) && Number(value) < 1000;
    if (!wide && !/^(!=|ne|notin|notingroup|notinnetgroup)$/.test(bare)) return false;
  }
  return true;
}
