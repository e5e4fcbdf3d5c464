export interface SshFailure {
  readonly because: string;
  readonly hint: string;
}

const known: readonly (readonly [RegExp, string, string])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed/,
    "the host key is not the one that you know",
    "find out why before you go on; if the host was rebuilt, remove the old key with ssh-keygen -R",
  ],
  [
    /Host key verification failed|No .* host key is known/,
    "the host key is not known on this machine",
    "log in once with ssh and compare the fingerprint",
  ],
  [
    /Permission denied \(keyboard-interactive/,
    "the login asks for a code after the key",
    "run it at a terminal, where the code can be typed; without one, log in as the auditor (docs/how-to/audit-in-ci.md)",
  ],
  [
    /Permission denied|Too many authentication failures/,
    "the login is refused",
    "check with the same ssh command that your key is loaded and accepted",
  ],
  [
    /Could not resolve hostname|Name or service not known/,
    "the name cannot be resolved",
    "check the address in the service file",
  ],
  [
    /Connection timed out|Operation timed out|timed out during banner/,
    "nothing answers in time",
    "check that the host runs and that its firewall admits you",
  ],
  [/Connection refused/, "the port is closed", "check the port in the service file and that sshd runs"],
  [/No route to host|Network is unreachable/, "there is no route to it", "check your network or VPN"],
  [
    /Connection closed|Connection reset|kex_exchange_identification|Broken pipe/,
    "the connection is closed by the other side",
    "check the host's log: it may ban this address or be at its limit",
  ],
  [
    /Bad configuration option|no argument after keyword/,
    "the ssh configuration has an error",
    "run ssh -G with the host's name to see it",
  ],
];

/** What ssh said on standard error, for people. Pure. */
export function sshFailure(stderr: string, fallback: string): SshFailure {
  const match = known.find(([pattern]) => pattern.test(stderr));
  if (match) return { because: match[1], hint: match[2] };
  const last = stderr.trim().split("\n").at(-1)?.slice(0, 200) ?? "";
  return { because: last === "" ? fallback : `ssh says: ${last}`, hint: "try the same login by hand with ssh -v" };
}
