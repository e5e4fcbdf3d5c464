import { spawn } from "node:child_process";
import { isIP } from "node:net";
import type { SendAlert } from "./alerts.ts";

/** Milliseconds that somebody has to take an alert. */
const patience = 10_000;

/** Whether alerts may go there: encrypted, or to this machine. */
export function isWebhook(text: string): boolean {
  if (!/^https?:\/\/[!-~]{1,2000}$/.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."));
}

/** A POST with JSON. Follows nothing: the address may be a secret. */
export function postAlert(url: string): SendAlert {
  return async (json) => {
    const answer = await fetch(url, {
      ...{ method: "POST", body: json, redirect: "error" },
      headers: { "content-type": "application/json" },
      signal: AbortSignal.timeout(patience),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the webhook answers ${answer.status}`);
  };
}

/** A program without arguments, which gets the JSON on its standard input and ends with 0. */
export function runAlert(program: string): SendAlert {
  return (json) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const child = spawn(program, { stdio: ["pipe", "ignore", "ignore"], timeout: patience, killSignal: "SIGKILL" });
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`the alert command ends with ${code ?? "a signal"}`)),
    );
    // a program that reads nothing closes its end
    child.stdin.on("error", () => undefined);
    child.stdin.end(`${json}\n`);
    return promise;
  };
}

/** Both, or those that are there: taken when all took it. */
export function sendTo(senders: readonly SendAlert[]): SendAlert {
  return async (json) => {
    await Promise.all(senders.map((send) => send(json)));
  };
}
