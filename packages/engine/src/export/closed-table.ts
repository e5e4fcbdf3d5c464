import type { HostWanted, PortWanted } from "@secondlock/model";

/** Its table has the name of the one that is declared: loading that one takes its place in one transaction. */
const table = "inet secondlock";

/**
 * What a new server admits until it has proven its settings (R245): answers to itself, what IPv6 cannot live without
 * (RFC 4890 4.4.1), leases, and SSH from where it is declared.
 */
export function closedTable(wanted: HostWanted): string {
  return [
    "# Managed by Secondlock: closed until the first boot has passed its checks.",
    `table ${table}`,
    `delete table ${table}`,
    `table ${table} {`,
    "  chain input {",
    "    type filter hook input priority filter - 10; policy drop;",
    '    iifname "lo" accept',
    "    ct state invalid drop",
    "    ct state established,related accept",
    "    icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept",
    "    ip6 saddr fe80::/10 icmpv6 type mld-listener-query accept",
    "    meta nfproto ipv4 udp sport 67 udp dport 68 accept",
    "    ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept",
    ...sshLines(wanted).map((line) => `    ${line}`),
    "  }",
    "  chain forward {",
    "    type filter hook forward priority filter - 10; policy drop;",
    "  }",
    "}",
    "",
  ].join("\n");
}

/** Nobody's addresses are guessed: a host that is known by name only, or a port that is opened on demand, gets no line. */
function sshLines(wanted: HostWanted): readonly string[] {
  const port = wanted.ssh?.port ?? 22;
  const declared = wanted.ports.find((one) => one.port === port && one.protocol === "tcp");
  const from: PortWanted["from"] = declared?.from ?? "anywhere";
  if (from === "anywhere") return [`tcp dport ${port} accept`];
  const addresses = from.flatMap((host) => wanted.neighbours.find(({ id }) => id === host)?.addresses ?? [host]);
  return [4, 6].flatMap((family) => {
    const some = addresses.filter((one) =>
      (family === 4 ? /^[0-9.]+(\/[0-9]+)?$/ : /^[0-9a-f.:]*:[0-9a-f.:]*(\/[0-9]+)?$/i).test(one),
    );
    if (some.length === 0) return [];
    return [`${family === 4 ? "ip" : "ip6"} saddr { ${[...new Set(some)].join(", ")} } tcp dport ${port} accept`];
  });
}
