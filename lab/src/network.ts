import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.ts";

export interface Address {
  readonly ipv4: string;
  readonly ipv6: string;
}

/** Set aside for tests between network devices (RFC 2544, RFC 5180): never routed, and not "private" either. */
export function addressOf(number: number): Address {
  return { ipv4: `198.18.0.${number}`, ipv6: `2001:2::${number}` };
}

/** The same network card at every boot: the others on the bridge remember it for a while. */
function cardOf({ ipv4 }: Address): string {
  const number = Number(ipv4.split(".").at(-1));
  return `02:00:00:00:00:${number.toString(16).padStart(2, "0")}`;
}

export function inLabRange(address: string): boolean {
  return address.startsWith("198.18.0.") || address.startsWith("2001:2::");
}

/** `ip netns exec` lays the files of /etc/netns/NAME over /etc, for the program it starts. */
export const NAMESPACE_FILES = "/etc/netns";

/**
 * One bridge in a namespace of its own, and one namespace per station on it. Every interface is made inside those
 * namespaces: the machine's own namespace never sees one, and no namespace has a route beyond the bridge.
 */
export class Network {
  readonly prefix: string;
  #ports = 0;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  namespaceOf(station: string): string {
    return `${this.prefix}${station}`;
  }

  async open(): Promise<void> {
    const bridge = this.namespaceOf("switch");
    await must("making the lab's bridge", ["ip", "-batch", "-"], { input: `netns add ${bridge}\n` });
    await this.#quiet(bridge);
    await must("making the lab's bridge", ["ip", "-n", bridge, "-batch", "-"], {
      input: [
        "link set lo up",
        "link add bridge0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0",
        // The bridge only passes frames on: it has no address, not even a link-local one.
        "link set bridge0 addrgenmode none",
        "link set bridge0 up",
        "",
      ].join("\n"),
    });
  }

  /** A station's namespace, plugged into the bridge. Made anew at every boot: firewalls live in the namespace. */
  async plug(station: string, address: Address): Promise<void> {
    const namespace = this.namespaceOf(station);
    const port = `port${this.#ports++}`;
    await must(`making the network of ${station}`, ["ip", "netns", "add", namespace]);
    await this.#quiet(namespace);
    await must(`plugging ${station} into the bridge`, ["ip", "-n", this.namespaceOf("switch"), "-batch", "-"], {
      input: [
        `link add ${port} type veth peer name eth0 address ${cardOf(address)} netns ${namespace}`,
        `link set ${port} master bridge0`,
        `link set ${port} up`,
        "",
      ].join("\n"),
    });
    await must(`giving ${station} its addresses`, ["ip", "-n", namespace, "-batch", "-"], {
      input: [
        "link set lo up",
        `address add ${address.ipv4}/24 dev eth0`,
        `address add ${address.ipv6}/64 dev eth0 nodad`,
        "link set eth0 up",
        "",
      ].join("\n"),
    });
  }

  /** From now on nothing that the station sends arrives, and nothing reaches it. */
  async silence(station: string): Promise<void> {
    const argv = ["ip", "-n", this.namespaceOf(station), "link", "set", "eth0", "down"];
    await must(`cutting off ${station}`, argv);
  }

  async unplug(station: string): Promise<void> {
    await must(`removing the network of ${station}`, ["ip", "netns", "delete", this.namespaceOf(station)]);
  }

  /** Names for programs of this machine that run on a station; no resolver, so that no question can leave. */
  nameStations(station: string, hosts: string): void {
    const directory = join(NAMESPACE_FILES, this.namespaceOf(station));
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "hosts"), hosts);
    writeFileSync(join(directory, "resolv.conf"), "");
    writeFileSync(join(directory, "nsswitch.conf"), "passwd: files\ngroup: files\nshadow: files\nhosts: files\n");
  }

  /** The argument array that runs a program of this machine on a station; it dies with this process. */
  on(station: string, argv: readonly string[]): string[] {
    return ["setpriv", "--pdeathsig", "KILL", "ip", "netns", "exec", this.namespaceOf(station), ...argv];
  }

  /** Addresses answer at once (no duplicate detection), and nothing is learnt from announcements. */
  async #quiet(namespace: string): Promise<void> {
    const settings = ["all", "default"].flatMap((scope) => [
      `net.ipv6.conf.${scope}.accept_dad=0`,
      `net.ipv6.conf.${scope}.accept_ra=0`,
      `net.ipv6.conf.${scope}.autoconf=0`,
    ]);
    await must(`quieting ${namespace}`, ["ip", "netns", "exec", namespace, "sysctl", "-q", "-w", ...settings]);
  }
}
