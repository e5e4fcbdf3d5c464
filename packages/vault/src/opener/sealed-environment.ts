import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { type Pin, pinOf } from "../file/pin.ts";
import type { SealedFile } from "../file/sealed-file.ts";
import { type ReadReason, readTrustedFile } from "../file/trusted-file.ts";
import type { TrustReason } from "../file/verify-file.ts";
import { type FolderReason, readHostKeys, writePin } from "../keys/host-folder.ts";
import type { OpeningPurpose } from "../confirmer/purpose.ts";
import { accept, type Outcome } from "../outcome.ts";
import type { Receipt } from "../service/receipts.ts";
import { bootOf } from "./boot.ts";
import { openFile, type Opener, type OpenReason } from "./open-file.ts";
import { keepReceipts } from "./receipts.ts";

export { purposes } from "../confirmer/purpose.ts";

/** Where everything lies that an opening needs. */
export interface EnvironmentOrder extends Pick<Opener, "send" | "wait" | "waits"> {
  /** The sealed file. */
  readonly file: string;
  /** The folder of the host's keys and pins. */
  readonly keys: string;
  /** The folder of credentials that systemd gives a service, where there is one. */
  readonly credentials?: string;
  /** The name of this host in the wraps. */
  readonly host: string;
  readonly purpose: OpeningPurpose;
  /** Begins to connect to a confirmer. */
  readonly reach?: (origin: string) => void;
  /** True: the confirmer's challenge in place of the time. It is so anyway when the clock is behind the file. */
  readonly timeless?: boolean;
}

export type EnvironmentReason = ReadReason | TrustReason | FolderReason | OpenReason;

/** What an opening gives. */
export interface SealedEnvironment {
  readonly values: ReadonlyMap<string, string>;
  /** Confirmers that are on this very machine: a second lock in name only. */
  readonly besideUs: readonly string[];
  /** Whoever copies this machine's disk has both keys of this host: no TPM holds them. */
  readonly onOneDisk: boolean;
  /** False: the confirmers' receipts could not be written down. */
  readonly receiptsKept: boolean;
}

/** Opens a file as this host. What a stranger wrote is refused before anybody is asked; what was opened is remembered. */
export async function openEnvironment(order: EnvironmentOrder): Promise<Outcome<SealedEnvironment, EnvironmentReason>> {
  const keys = await readHostKeys(order.keys, order.credentials);
  if (!keys.ok) return keys;
  const trusted = await readTrustedFile(order.keys, order.file);
  if (!trusted.ok) return trusted;
  const { sealed, pin } = trusted.value;
  for (const origin of originsFor(sealed, order.host)) order.reach?.(origin);
  const receipts: Receipt[] = [];
  const answering = new Map<string, string>();
  const opened = await openFile(sealed, {
    ...order,
    ...{
      keys: keys.value,
      boot: bootOf(sealed.header.content.file),
      timeless: order.timeless === true || isBehind(sealed),
    },
    async send(outgoing, sent) {
      const reply = await order.send(outgoing, sent);
      answering.set(outgoing.confirmer.confirmer, reply.from ?? "");
      return reply;
    },
    logged: (receipt) => void receipts.push(receipt),
  });
  const [kept, pinned] = await Promise.all([
    receipts.length > 0 ? keepReceipts(order.keys, receipts) : accept(undefined),
    opened.ok ? remember(order.keys, pin, pinOf(sealed)) : accept(undefined),
  ]);
  if (!opened.ok) return opened;
  if (!pinned.ok) return pinned;
  return accept({
    ...{ values: opened.value, besideUs: besideUs(answering), receiptsKept: kept.ok },
    onOneDisk: !(keys.value.fromCredentials && existsSync("/sys/class/tpm/tpm0")),
  });
}

/** Before anything is done with the values: an older file must not come after this one. */
async function remember(folder: string, before: Pin, pin: Pin): Promise<Outcome<undefined, FolderReason>> {
  return pin.digest === before.digest ? accept(undefined) : await writePin(folder, pin);
}

/** A clock that shows a time before the file was written cannot be right; that of an editor may be ahead by a little. */
function isBehind({ last }: SealedFile): boolean {
  return Date.now() < Date.parse(last.content.at) - 3_600_000;
}

function originsFor({ wraps }: SealedFile, host: string): ReadonlySet<string> {
  const ours = wraps.filter(({ content }) => content.host === host).flatMap(({ content }) => content.confirmers);
  return new Set(ours.map(({ origin }) => origin));
}

/** Whoever answered from an address of this machine: over whatever name it was reached. */
function besideUs(answering: ReadonlyMap<string, string>): readonly string[] {
  const own = new Set(
    Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address)),
  );
  const isOwn = (address: string): boolean =>
    /^(::ffff:)?127\./.test(address) || own.has(address.replace(/^::ffff:/, ""));
  return [...answering].filter(([, address]) => isOwn(address)).map(([name]) => name);
}
