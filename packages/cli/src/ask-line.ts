import { createInterface } from "node:readline/promises";

/** Lines that a person types, or that a script sends on standard input. */
export interface Lines {
  /** The next line; undefined when there is none, or it is stopped. */
  readonly ask: (prompt: string) => Promise<string | undefined>;
  readonly close: () => void;
}

/** Takes standard input from now until it is closed: nobody else may ask meanwhile. What is typed is shown. */
export function linesFromInput(signal: AbortSignal): Lines {
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY });
  // the terminal is raw while it asks: Ctrl-C comes as a key, and would only close the question
  reader.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const lines = reader[Symbol.asyncIterator]();
  const stopped = Promise.withResolvers<undefined>();
  const stop = (): void => stopped.resolve(undefined);
  signal.addEventListener("abort", stop, { once: true });
  return {
    async ask(prompt) {
      process.stderr.write(prompt);
      const next = await Promise.race([lines.next(), stopped.promise]);
      return next === undefined || next.done === true ? undefined : next.value;
    },
    close() {
      signal.removeEventListener("abort", stop);
      reader.close();
    },
  };
}
