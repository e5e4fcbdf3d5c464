import { broken, defineControl, holds, onlyWhere } from "@secondlock/model";
import { ordinaryTry } from "../../attempts/ordinary-try.ts";
import { firewall } from "../../facts/firewall.ts";
import { reachesMetadata } from "../../facts/firewall-verdict.ts";
import { firewallFix } from "../../states/firewall-as-declared.ts";

// silence is what a firewall gives, and must not look like a command that never ended
const connect = `timeout 2 bash -c 'exec 3<>/dev/tcp/169.254.169.254/80 && echo connected'; s=$?; [ $s = 124 ] && exit 1; exit $s`;

export const metadataServiceBlocked = defineControl({
  id: "metadata-service-blocked",
  title: "Only root reaches the cloud's metadata",
  why: "The cloud hands out credentials of the host to every program that asks at 169.254.169.254, also to one that an attacker bends to ask.",
  severity: "medium",
  area: "network",
  covers: ["R054"],
  applies: onlyWhere(({ vendor }) => vendor !== undefined, "the service file names no cloud vendor for this host"),
  facts: { firewall },
  verdict: ({ firewall: rules }) =>
    reachesMetadata(rules)
      ? broken("any account may connect to 169.254.169.254")
      : holds("only root may connect to 169.254.169.254"),
  attempt: ordinaryTry({
    id: "metadata-connect",
    title: "connect to the cloud's metadata as an ordinary account",
    commands: () => [["sh", "-c", connect]],
  }),
  fix: (wanted) => firewallFix(wanted),
  references: [
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html",
    "OWASP SSRF Prevention Cheat Sheet",
  ],
});
