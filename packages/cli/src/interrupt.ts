/** A signal that Ctrl-C, a closed terminal or a polite kill raises once; a second one ends the process at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

const polite = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const name of polite) process.on(name, stop);
  return {
    signal: controller.signal,
    release() {
      for (const name of polite) process.off(name, stop);
    },
  };
}
