import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "@secondlock/lab";

/** Takes alerts over HTTPS, and lines of logs over TLS; each body, and each line, is a line of a file. */
const PROGRAM = `
const { appendFileSync, readFileSync } = require("node:fs");
const [, address, folder, alerts, logs] = process.argv;
const tls = { key: readFileSync(folder + "/sink.key"), cert: readFileSync(folder + "/sink.crt") };
const take = (request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => { appendFileSync(folder + "/alerts", body + "\\n"); response.end("ok"); });
};
require("node:https").createServer(tls, take).listen(alerts, address);
const keep = (socket) => {
  socket.on("data", (part) => appendFileSync(folder + "/logs", part));
  socket.on("error", () => undefined);
};
require("node:tls").createServer(tls, keep).listen(logs, address);
`;

export interface Sink {
  /** Its certificate, which vouches for itself. */
  readonly certificate: string;
  /** Waits for a line with these words, for some seconds. */
  hears(kind: "alerts" | "logs", words: RegExp): Promise<boolean>;
  stop(): void;
}

/** A server at the operator's desk, under a name and under the desk's address. */
export async function startSink(
  { operator, directory }: Lab,
  name: string,
  ports: { readonly alerts: number; readonly logs: number },
): Promise<Sink> {
  const key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout sink.key";
  const names = `-subj /CN=${name} -addext subjectAltName=DNS:${name},IP:${operator.ipv4}`;
  const made = await operator.exec(["sh", "-c", `openssl req -x509 ${key} -days 2 ${names} -out sink.crt`], {
    cwd: directory,
  });
  if (made.code !== 0) throw new Error(`the sink has no certificate: ${made.stderr}`);
  const argv = [process.execPath, "-e", PROGRAM, operator.ipv4, directory, `${ports.alerts}`, `${ports.logs}`];
  const child: ChildProcess = operator.spawn(argv, { stdio: "ignore" });
  const listens = () => operator.exec(["ss", "-Hltn", `sport = :${ports.logs}`]);
  for (let left = 50; left > 0 && (await listens()).stdout === ""; left -= 1) await sleep(100);
  return {
    certificate: readFileSync(join(directory, "sink.crt"), "utf8"),
    async hears(kind, words) {
      for (const until = Date.now() + 15_000; Date.now() < until; await sleep(200))
        if (words.test(textOf(join(directory, kind)))) return true;
      return false;
    },
    stop: () => void child.kill("SIGKILL"),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
