import { type AuditorWanted, broken, holds, type Inside, undecided } from "@secondlock/model";
import {
  type AuditorAccount,
  auditorKeysFile,
  collectorPath,
  filesOnTheWay,
  isConfined,
  isShut,
} from "./auditor-account.ts";
import { blobOf } from "./authorized-keys.ts";
import { opener, shown, type SshFile } from "./ssh-file.ts";

/** Whether SSH lets the auditor run the collector from its addresses, and nothing else from anywhere. */
export function overSsh({ account, keys, inside, outside, ...found }: AuditorAccount, auditor: AuditorWanted): Inside {
  const groups = (account?.groups ?? []).filter((group) => group !== auditor.account);
  if (groups.length > 0) return broken(`the account is also in ${groups.join(", ")}`);
  const declared = auditor.keys.map(blobOf);
  if (keys.some((blob) => !declared.includes(blob)))
    return broken("a key that the service file does not name opens it");
  if (declared.some((blob) => !keys.includes(blob))) return broken("the declared key does not open it");
  const open = filesOnTheWay(found, auditorKeysFile(auditor.account)).filter(isOpen);
  if (open.length > 0) return broken(`others than root can write to ${shown(open)}`);
  const [loose] = Object.entries(inside).find(([, settings]) => !isConfined(settings)) ?? [];
  if (loose !== undefined) return broken(`from ${loose} it gets more than the collector`);
  if (!isShut(outside)) return broken("it is let in from addresses that the service file does not name");
  return holds(`from ${auditor.from.join(", ")} it runs the collector, from elsewhere it gets nothing`);
}

/** Whether the collector is the one of this service file, and nobody but root can change it. */
export function ofCollector(found: AuditorAccount, { collector }: AuditorWanted): Inside {
  const open = filesOnTheWay(found, collectorPath).filter(isOpen);
  if (open.length > 0) return broken(`others than root can write to ${shown(open)}`);
  if (collector === undefined) return undecided("nobody said what the collector has to be");
  return found.digest === collector.digest
    ? holds("sudo runs the collector of this service file for it, and nothing else")
    : broken(
        found.digest === undefined ? "there is no collector" : "the collector is not the one of this service file",
      );
}

function isOpen(file: SshFile): boolean {
  return file.owner !== "root" || opener(file, 0o755);
}
