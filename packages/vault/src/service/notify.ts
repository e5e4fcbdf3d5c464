import { spawn } from "node:child_process";

/** Tells systemd how a service does (sd_notify(3)); nothing where it did not ask. */
export interface Notify {
  (state: "READY=1" | "STOPPING=1" | "WATCHDOG=1"): Promise<void>;
}

/**
 * By `systemd-notify`, which is wherever systemd is: Node has no datagram sockets of the kind that it takes. Its message comes from a
 * process of its own, so the unit has NotifyAccess=all.
 */
export function notifier(env: NodeJS.ProcessEnv): Notify {
  const { NOTIFY_SOCKET: socket, PATH: path } = env;
  return (state) => {
    if (socket === undefined || socket === "") return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const child = spawn("systemd-notify", [state], {
      ...{ stdio: "ignore", timeout: 5_000 },
      env: { NOTIFY_SOCKET: socket, PATH: path },
    });
    // whoever waits for it finds out by himself that nothing came
    child.on("error", () => resolve());
    child.on("exit", () => resolve());
    return promise;
  };
}

/** Milliseconds between two signs of life: half of what systemd waits; undefined: it does not wait for any. */
export function watchdogPause({ WATCHDOG_USEC: microseconds = "" }: NodeJS.ProcessEnv): number | undefined {
  return /^[1-9]\d{3,15}$/.test(microseconds) ? Number(microseconds) / 2_000 : undefined;
}
