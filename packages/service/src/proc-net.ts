import { isPrivateAddress } from "./address.ts";

/** One socket that waits for somebody, as in /proc/net. */
export interface Socket {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  readonly loopback: boolean;
  readonly inode: string;
}

const socketLimit = 5000;
/** TCP_LISTEN, and for UDP the state of a socket without a peer (include/net/tcp_states.h). */
const waiting = { tcp: "0A", udp: "07" } as const;

/** Parses /proc/net/{tcp,tcp6,udp,udp6} (proc_pid_net(5)); lines of another shape are left out. */
export function parseSockets(text: string, protocol: "tcp" | "udp"): readonly Socket[] {
  return text
    .split("\n", socketLimit)
    .slice(1)
    .flatMap((line) => {
      const words = line.trim().split(/\s+/, 10);
      const [address = "", hexPort = ""] = (words[1] ?? "").split(":");
      const port = Number.parseInt(hexPort, 16);
      const inode = words[9] ?? "";
      if (words[3] !== waiting[protocol] || !(port > 0) || !/^\d+$/.test(inode)) return [];
      // An unprivileged UDP port is most often the near end of somebody's question, not a service.
      if (protocol === "udp" && port >= 32_768) return [];
      return [{ port, protocol, loopback: isLoopback(address), inode }];
    });
}

/** The kernel prints addresses as 32-bit words in the machine's own byte order; both orders are tried. */
function isLoopback(hex: string): boolean {
  if (/^(?:[0-9A-F]{6}7F|7F[0-9A-F]{6})$/i.test(hex)) return true;
  return (
    /^0{24}(?:01000000|00000001)$/.test(hex) || /^0{16}(?:FFFF0000|0000FFFF)(?:[0-9A-F]{6}7F|7F[0-9A-F]{6})$/i.test(hex)
  );
}

/** Of the addresses of the interfaces, those that somebody else may use: no loopback, no link-local. */
export function usableAddresses(addresses: readonly string[]): readonly string[] {
  return addresses.filter(
    (address) => !/^(?:127\.|169\.254\.|::1$|fe[89ab])/i.test(address) || !isPrivateAddress(address),
  );
}
