import type { Observation, Probe, RawOutput, Read } from "@secondlock/model";
import { failed, type ProbeKind, type ProbePlace } from "./probe-runner.ts";
import { sshForward } from "./ssh-forward.ts";
import { sshGreeting } from "./ssh-greeting.ts";
import { sshLogin, sshPassword } from "./ssh-login.ts";
import { tcpPorts } from "./tcp-ports.ts";

const ordinaryCommand: ProbeKind<"ordinary-command"> = {
  read: (probe) => ({ argv: probe.argv, root: false, bytes: 2_048, seconds: 10 }),
  see: (raw) =>
    raw.status === 127 || raw.status === 124
      ? failed(raw.status === 127 ? "the program is not installed" : "the command did not end in time")
      : { kind: "ordinary-command", status: raw.status, output: raw.stdout.slice(0, 500) },
};

/** Probes that are commands, and so can be made from any vantage that has a shell. */
const commands = {
  "ssh-greeting": sshGreeting,
  "ssh-login": sshLogin,
  "ssh-password": sshPassword,
  "ssh-forward": sshForward,
  "tcp-ports": tcpPorts,
  "ordinary-command": ordinaryCommand,
} as const;

/** The command of a probe; undefined for those that only the operator's own process can make. */
export function readOf(probe: Probe, place: ProbePlace): Read | undefined {
  if (probe.kind === "http-get" || probe.kind === "tls-hello") return undefined;
  return (commands[probe.kind] as ProbeKind).read(probe, place);
}

export function seeProbe(probe: Probe, raw: RawOutput): Observation {
  if (probe.kind === "http-get" || probe.kind === "tls-hello") return failed("cannot be made from there");
  return (commands[probe.kind] as ProbeKind).see(raw, probe);
}

/** Kinds that use the operator's own keys, and so are made from nowhere else. */
export function needsOperator(probe: Probe): boolean {
  return ["ssh-login", "ssh-password", "ssh-forward", "http-get", "tls-hello"].includes(probe.kind);
}

/** Kinds that are the operator's own login, which reaches a host behind another one through that one. */
export function goesThroughJump(probe: Probe): boolean {
  return ["ssh-login", "ssh-password", "ssh-forward"].includes(probe.kind);
}

/** Kinds that run over the administrator's login, whatever the address. */
export function overLogin(probe: Probe): boolean {
  return probe.kind === "ordinary-command";
}

/** Kinds that log in as an administrator, or run over that login. */
export function ofAdministrator(probe: Probe): boolean {
  return ["ssh-login", "ssh-forward", "ordinary-command"].includes(probe.kind);
}

/** How a probe is shown in the evidence, without paths of the operator's machine. */
export function probeText(probe: Probe, address: string): string {
  switch (probe.kind) {
    case "ssh-greeting":
      return `ssh -vv -o PreferredAuthentications=none${"offer" in probe && probe.offer ? ` (offers only ${Object.values(probe.offer).join("")})` : ""} ${probe.account}@${address}`;
    case "ssh-login":
      return `ssh -o BatchMode=yes -o PreferredAuthentications=publickey (${probe.keys === "all" ? "all keys" : "each key alone"}) ${probe.account}@${address}`;
    case "ssh-password":
      return `ssh -o PubkeyAuthentication=no (the right password of ${probe.account}) ${probe.account}@${address}`;
    case "ssh-forward":
      return probe.what === "tcp"
        ? `ssh -W 127.0.0.1:22 ${probe.account}@${address}`
        : `ssh -A ${probe.account}@${address}`;
    case "tcp-ports":
      return `TCP connect to ${probe.ports === "usual" ? "the usual and declared ports" : `ports ${probe.ports.slice(0, 20).join(", ")}${probe.ports.length > 20 ? ", ..." : ""}`} of ${address}`;
    case "http-get":
      return `GET ${probe.tls === true ? "https" : "http"}://${probe.host}:${probe.port}${probe.path} at ${address}`;
    case "tls-hello":
      return `TLS handshake with ${probe.version} only, port ${probe.port} of ${address}`;
    case "ordinary-command":
      return `as ${probe.account}, without sudo: ${probe.argv.join(" ")}`;
  }
}

/** What was seen, in one line for the evidence. */
export function observationText(observation: Observation): string {
  switch (observation.kind) {
    case "closed":
    case "failed":
      return observation.because;
    case "ssh-greeting":
      return observation.opened
        ? "let in without a credential"
        : `offers ${observation.methods.join(", ") || "no method"}; ${observation.negotiated ? "algorithms agreed" : "no algorithm in common"}; ${observation.banner}`;
    case "ssh-login":
      return observation.opened
        ? "logged in"
        : `refused${observation.partial ? " after a first factor" : ""}; methods left: ${observation.methodsLeft.join(", ")}`;
    case "ssh-password":
      return observation.opened ? "logged in" : "refused";
    case "ssh-forward":
      return observation.forwarded ? "forwarded" : "not forwarded";
    case "tcp-ports":
      return `${observation.tried} tried: open ${observation.open.slice(0, 60).join(", ") || "none"}; ${observation.refused} refused, ${observation.silent} silent`;
    case "http-get":
      return `status ${observation.status}${observation.location === "" ? "" : `, location ${observation.location}`}, ${observation.bytes} bytes`;
    case "tls-hello":
      return observation.accepted ? `accepted ${observation.protocol} ${observation.cipher}` : "refused";
    case "ordinary-command":
      return `status ${observation.status}`;
  }
}
