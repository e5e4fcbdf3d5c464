import type { HostWanted, PersonWanted, ServiceWanted } from "@secondlock/model";

/** Whose login the stanzas are for; undefined: the service file's own, and whatever key fits. */
export interface Whose {
  readonly person: PersonWanted | undefined;
  /** A private key, by an absolute path or one that begins with ~/. */
  readonly identity: string | undefined;
}

/**
 * Client stanzas for ~/.ssh/config, one for each host. The jump replaces a forwarded agent: root on the host in between
 * could use that for as long as the login lasts, and sees nothing of a jump (D07). Pure.
 */
export function sshStanzas({ name, hosts }: ServiceWanted, whose: Whose, file: string): string {
  const { person } = whose;
  const wanted = person === undefined ? hosts : hosts.filter(({ id }) => needed(id, hosts, person.admin));
  return [
    `# ${name}: from ${file}, by secondlock ssh-config${person === undefined ? "" : ` ${person.name}`}. Put it into ~/.ssh/config, or Include it there.`,
    "# The first time, compare the host key with what your provider's console shows, and take it with:",
    "#   ssh -o StrictHostKeyChecking=ask HOST",
    ...wanted.flatMap((host) => ["", ...stanza(host, hosts, whose)]),
    "",
  ].join("\n");
}

function stanza(
  { id, role, ssh, via }: HostWanted,
  hosts: readonly HostWanted[],
  { person, identity }: Whose,
): readonly string[] {
  if (ssh === undefined) return [`# ${id}: this machine, no login`];
  const jump = hosts.find((host) => host.id === via);
  // Secondlock itself connects by the address; one that several hosts share says nothing about which of them is meant
  const alone = ssh.address !== id && hosts.filter((host) => host.ssh?.address === ssh.address).length === 1;
  return [
    `# ${role === "other" ? "" : `${role}, `}${jump?.ssh === undefined ? "reached directly" : `reached through ${jump.id}`}`,
    `Host ${[id, ...(alone ? [ssh.address] : [])].join(" ")}`,
    `  HostName ${ssh.address}`,
    `  User ${person?.account ?? ssh.user}`,
    `  Port ${ssh.port}`,
    "  IdentitiesOnly yes",
    identity === undefined
      ? `  # IdentityFile ~/.ssh/id_ed25519   (${keyHint(person)})`
      : `  IdentityFile ${identityWord(identity)}`,
    "  ForwardAgent no",
    "  StrictHostKeyChecking yes",
    ...(jump?.ssh === undefined ? [] : [`  ProxyJump ${jump.id}`]),
  ];
}

/** As ssh_config(5) takes it: a blank wants quotes, and a percent sign stands for something else. */
function identityWord(path: string): string {
  const word = path.replaceAll("%", "%%");
  return /[\s#]/.test(word) ? `"${word}"` : word;
}

function keyHint(person: PersonWanted | undefined): string {
  const comments = (person?.keys ?? [])
    .map((key) => key.split(" ").slice(2).join(" "))
    .filter((comment) => comment !== "");
  return comments.length === 0
    ? "the private half of your key"
    : `the private half of ${comments.slice(0, 3).join(" or ")}`;
}

/** Whether the person administers the host, or jumps through it. */
function needed(id: string, hosts: readonly HostWanted[], admin: readonly string[]): boolean {
  const seen = new Set<string>();
  const open = [...admin];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const via = hosts.find((host) => host.id === next)?.via;
    if (via !== undefined) open.push(via);
  }
  return seen.has(id);
}
