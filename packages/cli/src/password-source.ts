import { askPassword, passwordFromInput } from "./password.ts";

/** Where sudo's password comes from: asked on the terminal, or the first line of standard input. */
export function passwordSource(
  { sudoPasswordStdin }: { readonly sudoPasswordStdin: boolean },
  clear: () => void,
  signal: AbortSignal,
): (host: string, again?: boolean) => Promise<string | undefined> {
  if (sudoPasswordStdin) {
    let line: Promise<string | undefined> | undefined;
    return () => (line ??= passwordFromInput(signal));
  }
  return async (host, again) => {
    clear();
    return await askPassword(
      again === true
        ? `sudo on ${host} does not take that password. Type it once more; it is not tried a third time: `
        : `sudo on ${host} asks for your password (kept in memory only; other hosts with this user and a verified key get it too): `,
      signal,
    );
  };
}
