interface Words {
  readonly costs?: string;
  readonly risk?: string;
}

const words: Readonly<Record<string, Words>> = {
  "kernel.dmesg_restrict": { costs: "Reading the kernel's log with dmesg takes sudo." },
  "kernel.yama.ptrace_scope": { costs: "Attaching a debugger or strace to a running program takes sudo." },
  "kernel.kptr_restrict": { costs: "Profilers see the names of kernel functions only with sudo." },
  "kernel.unprivileged_bpf_disabled": { risk: "A program that loads BPF without root stops working." },
  "fs.suid_dumpable": { costs: "Programs that change their account leave no core dump." },
  "fs.protected_fifos": { risk: "A program that opens another account's file in /tmp for writing is refused." },
  "net.ipv4.ip_forward": { risk: "Containers, VPNs and virtual machines that nobody declared lose their network." },
  "net.ipv4.conf.*.rp_filter": { risk: "Packets from an address that this host has no route to are dropped." },
  "net.ipv4.conf.*.log_martians": { costs: "The kernel's log grows on a network with wrong neighbours." },
  "net.ipv4.conf.*.accept_redirects": { risk: "A host that learns a route only by redirects loses that route." },
};

/** What some kernel settings cost and risk, by their names. */
export function sysctlWords(names: readonly string[]): Words {
  const of = (kind: keyof Words): string => names.flatMap((name) => words[name]?.[kind] ?? []).join(" ");
  const [costs, risk] = [of("costs"), of("risk")];
  return { ...(costs === "" ? {} : { costs }), ...(risk === "" ? {} : { risk }) };
}
