import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { Observation } from "@secondlock/model";
import { closed, failed, isNoRoute, noRoute, type ProbeOf, serverName } from "./probe-runner.ts";

const bodyLimit = 64 * 1024;

/** One HTTP request from the operator's machine. Redirects are not followed. */
export async function httpGet(probe: ProbeOf<"http-get">, address: string): Promise<Observation> {
  const { promise, resolve } = Promise.withResolvers<Observation>();
  const call = (probe.tls === true ? tlsRequest : plainRequest)(
    {
      // the certificate is judged elsewhere
      ...(probe.tls === true ? { rejectUnauthorized: false, ...serverName(probe.host) } : {}),
      host: address,
      port: probe.port,
      path: probe.path,
      method: "GET",
      headers: { host: probe.host },
      timeout: 5_000,
      agent: false,
    },
    (response) => {
      let bytes = 0;
      const end = (): void =>
        resolve({
          kind: "http-get",
          status: response.statusCode ?? 0,
          location: (response.headers.location ?? "").slice(0, 300),
          bytes,
          setsCookie: response.headers["set-cookie"] !== undefined,
        });
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > bodyLimit) call.destroy();
      });
      response.on("end", end);
      response.on("close", end);
      response.on("error", end);
    },
  );
  call.on("timeout", () => call.destroy(new Error("no answer within 5 s")));
  call.on("error", (error: NodeJS.ErrnoException) =>
    resolve(
      isNoRoute(error.code)
        ? noRoute
        : ["ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH"].includes(error.code ?? "")
          ? closed("nothing answers")
          : failed(error.message.slice(0, 160)),
    ),
  );
  call.end();
  return await promise;
}
