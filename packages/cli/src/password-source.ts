import { askPassword, passwordFromInput } from "./password.ts";

/** Where sudo's password comes from: asked on the terminal, or the first line of standard input. */
export function passwordSource(
  { sudoPasswordStdin }: { readonly sudoPasswordStdin: boolean },
  clear: () => void,
  signal: AbortSignal,
): (host: string) => Promise<string | undefined> {
  if (sudoPasswordStdin) {
    let line: Promise<string | undefined> | undefined;
    return () => (line ??= passwordFromInput(signal));
  }
  return async (host) => {
    clear();
    return await askPassword(
      `sudo on ${host} asks for your password (kept in memory only; other hosts with this user and a verified key get it too): `,
      signal,
    );
  };
}
