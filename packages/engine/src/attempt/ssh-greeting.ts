import { option } from "../targets/ssh-options.ts";
import type { ProbeKind, ProbeOf } from "./probe-runner.ts";
import { bareSsh, notSpoken, spoken } from "./ssh-command.ts";

/** One connection with no credential: what the server shows before it knows who comes. No login is tried. */
export const sshGreeting: ProbeKind<"ssh-greeting"> = {
  read: (probe, place) =>
    spoken(
      [
        ...bareSsh(probe.offer === undefined ? place : { ...place, algorithms: offered(probe.offer) }),
        "-vv",
        ...option("PreferredAuthentications", "none"),
        ...option("PubkeyAuthentication", "no"),
        ...option("IdentityAgent", "none"),
        ...option("StrictHostKeyChecking", "no"),
        ...option("UserKnownHostsFile", "/dev/null"),
        ...keyOfType(place.hostKeyType ?? ""),
        ...["-l", probe.account, "--", place.address, "true"],
      ],
      12,
    ),
  see(raw) {
    const text = raw.stdout;
    const unspoken = notSpoken(text, raw.status);
    if (unspoken) return unspoken;
    // what the client offers is printed in the same words before it
    const peer = text.split("peer server KEXINIT proposal")[1] ?? "";
    return {
      kind: "ssh-greeting",
      banner: /remote software version (.*)/.exec(text)?.[1]?.trim() ?? "",
      kex: list(peer, "KEX algorithms"),
      hostKeyAlgorithms: list(peer, "host key algorithms"),
      ciphers: list(peer, "ciphers stoc"),
      macs: list(peer, "MACs stoc"),
      hostKey: /Server host key: \S+ (SHA256:[A-Za-z0-9+/]{43})/.exec(text)?.[1] ?? "",
      methods: words(/Authentications that can continue: (.*)/.exec(text)?.[1]),
      opened: /Authenticated to .* using "none"/.test(text),
      negotiated: /SSH2_MSG_NEWKEYS received/.test(text),
    };
  },
};

function keyOfType(type: string): string[] {
  if (type === "") return [];
  return option("HostKeyAlgorithms", type === "ssh-rsa" ? "rsa-sha2-512,rsa-sha2-256" : type);
}

function offered(offer: NonNullable<ProbeOf<"ssh-greeting">["offer"]>): string[] {
  if ("kex" in offer) return option("KexAlgorithms", offer.kex);
  // an authenticated cipher would make the MAC a matter of indifference
  return "cipher" in offer
    ? option("Ciphers", offer.cipher)
    : [...option("MACs", offer.mac), ...option("Ciphers", "aes128-ctr,aes256-ctr")];
}

function list(text: string, name: string): readonly string[] {
  return words(new RegExp(`^debug2: ${name}: (.*)$`, "m").exec(text)?.[1]);
}

function words(text: string | undefined): readonly string[] {
  return (text ?? "")
    .trim()
    .split(",")
    .filter((word) => word !== "")
    .slice(0, 100);
}
