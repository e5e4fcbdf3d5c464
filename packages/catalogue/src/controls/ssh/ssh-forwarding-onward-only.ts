import { defineControl, onlyWhere } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordForAll, worstOf } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

const onward = {
  allowtcpforwarding: "local",
  allowstreamlocalforwarding: "no",
  permittunnel: "no",
  gatewayports: "no",
};

export const sshForwardingOnwardOnly = defineControl({
  id: "ssh-forwarding-onward-only",
  title: "A jump host carries connections onward, and opens nothing of its own",
  why: "A jump needs connections onward alone. Listening ports, sockets and tunnels would let a login bring its own network in.",
  severity: "medium",
  area: "ssh",
  covers: ["R018", "R058"],
  applies: onlyWhere(
    ({ allow }) => allow.includes("tcp-forwarding"),
    "nothing is forwarded here, which ssh-no-tcp-forwarding looks at",
  ),
  facts: { sshd: sshdEffective },
  verdict({ sshd }) {
    const all = keywordForAll(sshd, "disableforwarding", (value) => value === "yes");
    if (all.inside === "holds") return all;
    const off = (keyword: keyof typeof onward): ReturnType<typeof keywordForAll> =>
      keywordForAll(sshd, keyword, (value) => value === "no" || value === onward[keyword]);
    return worstOf(
      off("allowtcpforwarding"),
      off("allowstreamlocalforwarding"),
      off("permittunnel"),
      off("gatewayports"),
    );
  },
  attempt: { none: "the jump itself goes over such a connection, and works in every audit" },
  fix: () => [sshdSettings(onward)],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: [
    "https://man.openbsd.org/sshd_config#AllowTcpForwarding",
    "https://man.openbsd.org/sshd_config#PermitTunnel",
  ],
});
