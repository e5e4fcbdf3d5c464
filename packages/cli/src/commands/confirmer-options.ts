import { isAbsolute, resolve } from "node:path";
import { isLoopback, isOrigin, readListenAddress, type ServiceOptions } from "@secondlock/vault/service";

export type ConfirmerOptions =
  | { readonly ok: true; readonly options: ServiceOptions; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly what: string; readonly hint: string };

const mostWorkers = 64;

/** What the words of the command line say, or what is wrong with them. Pure but for the working folder. */
export function confirmerOptions(given: Record<string, unknown>): ConfirmerOptions {
  const text = (name: string): string | undefined => (typeof given[name] === "string" ? given[name] : undefined);
  const path = (name: string): string | undefined => {
    const named = text(name);
    return named === undefined ? undefined : resolve(named);
  };
  const no = (what: string, hint: string): ConfirmerOptions => ({ ok: false, what, hint });

  const listen = readListenAddress(text("listen") ?? "");
  if (listen === undefined)
    return no("--listen takes an address and a port", "--listen 203.0.113.9:8440, or --listen [2001:db8::9]:8440");
  const health = text("health") === "none" ? undefined : readListenAddress(text("health") ?? "");
  if (health === undefined && text("health") !== "none")
    return no("--health takes an address and a port, or none", "--health 127.0.0.1:8441");
  const origin = text("origin");
  if (origin !== undefined && !isOrigin(origin))
    return no("--origin takes a scheme and a name, and no path", "--origin https://confirmer.example");
  const [certificate, key] = [path("tlsCertificate"), path("tlsKey")];
  if ((certificate === undefined) !== (key === undefined))
    return no("--tls-certificate and --tls-key go together", "name both, or neither behind a proxy that has them");
  const workers = Number(text("workers"));
  if (!Number.isInteger(workers) || workers < 1 || workers > mostWorkers)
    return no(`--workers takes a number from 1 to ${mostWorkers}`, "one for each core is enough");
  const alertCommand = text("alertCommand");
  if (alertCommand !== undefined && !isAbsolute(alertCommand))
    return no("--alert-command takes the whole path of a program", "--alert-command /usr/local/bin/tell-us");

  const options: ServiceOptions = {
    ...{ folder: path("folder") ?? "", listen, health, origin, masterKey: path("masterKey"), workers, alertCommand },
    ...{ postgres: path("postgres"), alertWebhook: path("alertWebhook") },
    tls: certificate === undefined || key === undefined ? undefined : { certificate, key },
  };
  const warnings = [
    ...(isLoopback(listen) || options.tls !== undefined || origin?.startsWith("https:") === true
      ? []
      : ["it speaks without TLS: whoever is on the way sees who opens when, and no secret"]),
    ...(health === undefined || isLoopback(health) ? [] : ["health page and metrics can be read from outside"]),
  ];
  return { ok: true, options, warnings };
}
