import { defineControl, type Inside, onlyWhere } from "@secondlock/model";
import { sshForwards } from "../../attempts/ssh-own-login.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordForAll, worstOf } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshNoTcpForwarding = defineControl({
  id: "ssh-no-tcp-forwarding",
  title: "SSH carries no other connections",
  why: "A forwarded connection goes around the firewall, to every host and port that this host can reach.",
  severity: "medium",
  area: "ssh",
  covers: ["R018", "R058"],
  applies: onlyWhere(
    ({ allow }) => !allow.includes("tcp-forwarding"),
    "TCP forwarding is declared in the service file, e.g. for a jump host",
  ),
  facts: { sshd: sshdEffective },
  verdict({ sshd }) {
    const off = (keyword: string): Inside => keywordForAll(sshd, keyword, (value) => value === "no");
    const all = keywordForAll(sshd, "disableforwarding", (value) => value === "yes");
    if (all.inside === "holds") return all;
    return worstOf(off("allowtcpforwarding"), off("allowstreamlocalforwarding"), off("permittunnel"));
  },
  attempt: sshForwards("tcp"),
  fix: () => [sshdSettings({ allowtcpforwarding: "no", allowstreamlocalforwarding: "no", permittunnel: "no" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1.8 (DisableForwarding)", "https://man.openbsd.org/sshd_config#AllowTcpForwarding"],
});
