import { connect } from "node:tls";
import type { Observation } from "@secondlock/model";
import { closed, failed, isNoRoute, noRoute, type ProbeOf, serverName } from "./probe-runner.ts";

/** One TLS handshake limited to one protocol version, from the operator's machine. */
export async function tlsHello(probe: ProbeOf<"tls-hello">, address: string): Promise<Observation> {
  try {
    return await handshake(probe, address);
  } catch (error) {
    // what this machine's own library does not offer, no server has refused
    return failed(error instanceof Error ? error.message.slice(0, 160) : "no handshake could be begun");
  }
}

async function handshake(probe: ProbeOf<"tls-hello">, address: string): Promise<Observation> {
  const { promise, resolve } = Promise.withResolvers<Observation>();
  const socket = connect({
    host: address,
    port: probe.port,
    ...serverName(probe.host),
    minVersion: probe.version,
    maxVersion: probe.version,
    // old versions must be offered for the server to refuse them
    ciphers: "ALL:@SECLEVEL=0",
    // the certificate is judged elsewhere
    rejectUnauthorized: false,
  });
  socket.setTimeout(5_000, () =>
    socket.destroy(Object.assign(new Error("no answer within 5 s"), { code: "ETIMEDOUT" })),
  );
  let answered = false;
  socket.once("connect", () => (answered = true));
  socket.once("secureConnect", () =>
    resolve({
      kind: "tls-hello",
      accepted: true,
      protocol: socket.getProtocol() ?? "",
      cipher: socket.getCipher()?.name ?? "",
    }),
  );
  socket.once("error", (error: NodeJS.ErrnoException) => {
    const code = error.code ?? "";
    if (isNoRoute(code)) resolve(noRoute);
    else if (["ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH"].includes(code)) resolve(closed("nothing answers"));
    else if (answered && refuses(code, error.message))
      resolve({ kind: "tls-hello", accepted: false, protocol: "", cipher: "" });
    else resolve(failed(error.message.slice(0, 160)));
  });
  const seen = await promise;
  socket.destroy();
  return seen;
}

/** Whether it was the server that ended the handshake: by an alert, by another version, or by hanging up. Pure. */
export function refuses(code: string, message: string): boolean {
  return (
    code === "ECONNRESET" || code === "EPIPE" || /alert|unsupported.protocol|unexpected.eof/i.test(`${code} ${message}`)
  );
}
