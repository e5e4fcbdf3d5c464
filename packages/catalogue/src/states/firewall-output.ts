import type { HostWanted, OutboundPortWanted } from "@secondlock/model";
import { addressesOf, inNftOrder } from "./firewall-address-sets.ts";
import {
  address,
  fromPort,
  inState,
  leavesOver,
  type Line,
  line,
  logLine,
  notByRoot,
  overFamily,
  protocols,
  sentBy,
  toPorts,
} from "./firewall-line.ts";

/** Where clouds hand out credentials: for root only, in every mode. */
const metadata = [
  line([address(4, "destination", ["169.254.169.254"]), toPorts("tcp", 80), notByRoot], "drop"),
  line([address(6, "destination", ["fd00:ec2::254"]), toPorts("tcp", 80), notByRoot], "drop"),
];

/** Words at the start of the kernel's lines about what goes out, for `journalctl -k`. */
const logPrefix = "secondlock-out";

/** `learn` and `enforce` differ in nothing but the policy, so that what was learned is what will be dropped. */
export function outputLines(wanted: HostWanted): readonly Line[] {
  const { outbound } = wanted;
  if (outbound === undefined) return metadata;
  return [
    ...metadata,
    line([leavesOver("lo")], "accept"),
    line([inState("established", "related")], "accept"),
    line([protocols("icmp", "icmpv6")], "accept"),
    line([toPorts("udp", 53, 123)], "accept"),
    line([toPorts("tcp", 53)], "accept"),
    line([overFamily(4), fromPort("udp", 68), toPorts("udp", 67)], "accept"),
    line([overFamily(6), fromPort("udp", 546), toPorts("udp", 547)], "accept"),
    // apt fetches packages as an account of its own (apt.conf(5), APT::Sandbox::User)
    line([sentBy("root", "_apt"), toPorts("tcp", 80, 443)], "accept"),
    ...outbound.ports.flatMap((port) => declaredLines(wanted, port)),
    logLine([inState("new")], logPrefix),
  ];
}

export function outputPolicy({ outbound }: HostWanted): "accept" | "drop" {
  return outbound?.mode === "enforce" ? "drop" : "accept";
}

function declaredLines(wanted: HostWanted, { port, protocol, to }: OutboundPortWanted): readonly Line[] {
  if (to === "anywhere") return [line([toPorts(protocol, port)], "accept")];
  return ([4, 6] as const).flatMap((family) => {
    const addresses = inNftOrder(to.flatMap((one) => addressesOf(wanted, one, family)));
    return addresses.length === 0
      ? []
      : [line([address(family, "destination", addresses), toPorts(protocol, port)], "accept")];
  });
}
