import { connect } from "node:tls";
import type { Observation } from "@secondlock/model";
import { closed, failed, type ProbeOf } from "./probe-runner.ts";

/** One TLS handshake limited to one protocol version, from the operator's machine. */
export async function tlsHello(probe: ProbeOf<"tls-hello">, address: string): Promise<Observation> {
  const { promise, resolve } = Promise.withResolvers<Observation>();
  const socket = connect({
    host: address,
    port: probe.port,
    ...(/^[\d.:]+$/.test(probe.host) ? {} : { servername: probe.host }),
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
    if (["ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"].includes(code)) resolve(closed("nothing answers"));
    else if (/^ERR_SSL|^EPROTO|ECONNRESET/.test(code))
      resolve({ kind: "tls-hello", accepted: false, protocol: "", cipher: "" });
    else resolve(failed(error.message.slice(0, 160)));
  });
  const seen = await promise;
  socket.destroy();
  return seen;
}
