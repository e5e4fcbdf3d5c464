import type { HostWanted } from "@secondlock/model";

/** Services that a server rarely needs, with the ports by which somebody declares that this one does. */
const unneeded: Readonly<Record<string, readonly number[]>> = {
  "autofs.service": [],
  "avahi-daemon.service": [5353],
  "avahi-daemon.socket": [5353],
  "bluetooth.service": [],
  "cups.service": [631],
  "cups.socket": [631],
  "cups-browsed.service": [631],
  "rpcbind.service": [111, 2049],
  "rpcbind.socket": [111, 2049],
  "nfs-server.service": [2049],
  "nfs-kernel-server.service": [2049],
  "inetd.service": [],
  "inetutils-inetd.service": [],
  "openbsd-inetd.service": [],
  "xinetd.service": [],
  "telnet.socket": [23],
  "rsync.service": [873],
  "tftpd-hpa.service": [69],
  "atftpd.service": [69],
  "vsftpd.service": [21],
  "proftpd.service": [21],
  "pure-ftpd.service": [21],
  "ypserv.service": [],
  "ypbind.service": [],
  "nis.service": [],
  "snmpd.service": [161],
  "snmptrapd.service": [162],
  "smbd.service": [445],
  "nmbd.service": [137, 445],
  "samba-ad-dc.service": [445],
  "slapd.service": [389, 636],
  "dovecot.service": [143, 993, 995],
  "isc-dhcp-server.service": [67],
  "isc-dhcp-server6.service": [547],
  "kea-dhcp4-server.service": [67],
  "named.service": [53],
  "bind9.service": [53],
  "dnsmasq.service": [53],
  "squid.service": [3128],
  "gdm.service": [],
  "gdm3.service": [],
  "lightdm.service": [],
  "sddm.service": [],
  "xrdp.service": [3389],
  "x2goserver.service": [],
  "vncserver.service": [5900],
};

export const unneededUnits = Object.keys(unneeded);

/** Known as unneeded, and none of its ports is declared. */
export function isUnneeded(unit: string, wanted: HostWanted): boolean {
  const ports = Object.hasOwn(unneeded, unit) ? unneeded[unit] : undefined;
  return ports !== undefined && !wanted.ports.some(({ port }) => ports.includes(port));
}
