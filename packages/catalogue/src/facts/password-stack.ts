import { optionsOf, type PamEntry, type PamStacks, pamStack } from "./pam-stacks.ts";

/** What a new password passes through. */
export interface PasswordStack {
  /** The quality module, when it stands before pam_unix and its refusal counts. */
  readonly quality?: PamEntry;
  readonly history?: PamEntry;
  /** The module that stores it. */
  readonly unix?: PamEntry;
}

export function passwordStack(pam: PamStacks): PasswordStack {
  const stack = pamStack(pam, "passwd", "password");
  const stored = stack.findIndex(({ module }) => module.endsWith("pam_unix.so"));
  const before = stored === -1 ? stack : stack.slice(0, stored);
  const find = (module: RegExp): PamEntry | undefined =>
    before.find((entry) => module.test(entry.module) && refuses(entry) && installed(pam, entry));
  const quality = find(/pam_(pwquality|cracklib|passwdqc)\.so$/);
  const history = find(/pam_pwhistory\.so$/);
  const unix = stack[stored];
  return { ...(quality && { quality }), ...(history && { history }), ...(unix && { unix }) };
}

function refuses({ control }: PamEntry): boolean {
  return /^(required|requisite)$/.test(control) || /default=(die|bad)/.test(control);
}

/** Whether the module of an entry is there. */
export function installed(pam: PamStacks, { module }: PamEntry): boolean {
  return pam.modules.some((path) => path === module || (!module.startsWith("/") && path.endsWith(`/${module}`)));
}

export function hasOption(entry: PamEntry | undefined, option: string): boolean {
  return Object.hasOwn(optionsOf(entry), option);
}
