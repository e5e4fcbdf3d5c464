import { type AuditorWanted, broken, holds, type HostWanted, type Inside, undecided } from "@secondlock/model";
import {
  type AuditorAccount,
  auditorKeysFile,
  collectorPath,
  filesOnTheWay,
  isConfined,
  isLeftOut,
  isShut,
} from "./auditor-account.ts";
import { blobOf } from "./authorized-keys.ts";
import { type Firewall, ownTable } from "./firewall-rules.ts";
import { opener, shown, type SshFile } from "./ssh-file.ts";

/** Whether SSH lets the auditor run the collector from its addresses, and nothing else from anywhere. */
export function overSsh({ account, keys, inside, outside, ...found }: AuditorAccount, auditor: AuditorWanted): Inside {
  if (account?.systems) return broken(`${auditor.account} is an account of the system`);
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
  const [barred] = Object.entries(inside).find(([, settings]) => isLeftOut(settings, auditor.account)) ?? [];
  if (barred !== undefined) return broken(`from ${barred} it is not let in: sshd has a list, and it is not on it`);
  if (!isShut(outside)) return broken("it is let in from addresses that the service file does not name");
  return holds(`from ${auditor.from.join(", ")} it runs the collector, from elsewhere it gets nothing`);
}

/** Addresses of the auditor for which our own table, where there is one, opens no SSH. */
export function shutOut({ chains }: Firewall, wanted: HostWanted): readonly string[] {
  const own = chains.find(({ table, name }) => table === ownTable && name === "input");
  const port = limitedPort(wanted);
  if (own === undefined || port === undefined) return [];
  return (wanted.auditor?.from ?? []).filter(
    (address) =>
      !own.rules.some(
        ({ when, verdict }) =>
          verdict.do === "accept" &&
          when.some(({ on, is }) => on === "source" && is.includes(address)) &&
          when.some(({ on, is }) => on === "port" && is.includes(String(port))),
      ),
  );
}

/** The port of SSH, where the service file opens it to named addresses only. */
export function limitedPort({ ports, ssh }: HostWanted): number | undefined {
  return ports.find(({ port, protocol, from }) => port === ssh?.port && protocol === "tcp" && from !== "anywhere")
    ?.port;
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
