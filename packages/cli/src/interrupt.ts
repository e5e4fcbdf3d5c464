/** A signal that Ctrl-C or a polite kill raises once; a second one ends the process at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    release() {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
