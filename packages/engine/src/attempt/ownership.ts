import type { HostWanted } from "@secondlock/model";
import { option } from "../targets/ssh-options.ts";
import { runProcess } from "../targets/process.ts";
import type { HostKey, System } from "../collect/system.ts";
import { type Address, addressFrom } from "./address.ts";
import { isOwnKey, type Ownership } from "./proof.ts";
import type { ProbePlace } from "./probe-runner.ts";
import { bareSsh, notSpoken, onlyKeys, pinned, spoken } from "./ssh-command.ts";

export interface OwnershipQuestion {
  readonly wanted: HostWanted;
  readonly user: string;
  readonly system: System;
  readonly address: Address;
  readonly place: ProbePlace;
  /** The connection over which the inside was read went straight to this address. */
  readonly stands: boolean;
  /** Keys of the other hosts of the service: a key that two hosts share proves neither. */
  readonly otherKeys: readonly HostKey[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Logs in through the address with the host's keys pinned, and reads the nonce that the kernel serves for this boot. Where
 * such a login needs a code as well, which is not spent on this, the host key has to be shown there, and the address be the
 * one that the standing connection goes to, or one of the host's own that is the same machine everywhere.
 */
export async function proveOwnership({
  user,
  system,
  address,
  place,
  stands,
  otherKeys,
  signal,
}: OwnershipQuestion): Promise<Ownership> {
  const command = [
    ...bareSsh(place),
    "-v",
    ...pinned(place),
    ...onlyKeys(place.identities),
    ...option("LogLevel", "DEBUG1"),
    ...["-l", user, "--", address.address, "cat /proc/sys/kernel/random/boot_id"],
  ];
  const read = spoken(command, 15);
  const ended = await runProcess(read.argv, "", { seconds: 15, bytes: 64 * 1024, signal });
  const text = ended.stdout.toString("utf8");
  const unspoken = notSpoken(text, ended.interrupted === undefined ? ended.status : 124);
  if (unspoken)
    return {
      address,
      owned: false,
      hostKey: false,
      software: "",
      because: unspoken.kind === "closed" || unspoken.kind === "failed" ? unspoken.because : "",
    };
  const login = system.bootId.length === 36 && text.split(/\r?\n/).includes(system.bootId);
  const fingerprint = /Server host key: \S+ (SHA256:[A-Za-z0-9+/]{43})/.exec(text)?.[1] ?? "";
  const hostKey = isOwnKey(fingerprint, system.hostKeys, otherKeys);
  const claimed = !address.local && system.addresses.some((word) => addressFrom(word)?.address === address.address);
  const software = /remote software version (\S+)/.exec(text)?.[1] ?? "";
  return {
    address,
    owned: login || (hostKey && (stands || claimed)),
    hostKey,
    software,
    because: login
      ? "the login there reads this boot's nonce"
      : hostKey
        ? "the host key there is the one read inside"
        : "another machine answers there",
  };
}
