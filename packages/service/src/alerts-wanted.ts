import type { AlertChannelWanted, AlertsWanted, HostWanted } from "@secondlock/model";
import { canonicalAddress } from "./address.ts";
import { given, oneLine } from "./given.ts";
import type { ServiceFile } from "./schema.ts";

type AlertFile = NonNullable<ServiceFile["alerts"]>[string];

/** What one host is to tell of, and to whom; entries of the quiet list that have ended are left out. */
export function alertsOf(
  { alerts, quiet }: Pick<ServiceFile, "alerts" | "quiet">,
  host: HostWanted["id"],
  today: string,
): AlertsWanted | undefined {
  if (alerts === undefined) return undefined;
  return {
    channels: Object.entries(alerts).flatMap(([name, alert]) => channelOf(name, alert)),
    quiet: (quiet ?? [])
      .filter(({ hosts, until }) => (hosts?.includes(host) ?? true) && (until ?? today) >= today)
      .map(({ account, from, command, reason }) => ({
        account,
        from: canonicalAddress(from) ?? from,
        ...given({ command: command === undefined ? undefined : oneLine(command) }),
        reason: oneLine(reason),
      })),
  };
}

function channelOf(name: string, { webhook, slack, pushover, smtp }: AlertFile): readonly AlertChannelWanted[] {
  if (webhook !== undefined) return [{ kind: "webhook", name, url: webhook }];
  if (slack !== undefined) return [{ kind: "slack", name, url: slack }];
  if (pushover !== undefined) return [{ kind: "pushover", name, ...pushover }];
  if (smtp === undefined) return [];
  const { server, port = 587, from, to, user, password } = smtp;
  return [{ kind: "smtp", name, server, port, from, to, ...given({ account: user, password }) }];
}

/** Names of the secrets that channels need. */
export function sealedNames(alerts: ServiceFile["alerts"]): readonly string[] {
  const texts = Object.values(alerts ?? {}).flatMap(({ webhook, slack, pushover, smtp }) => [
    ...[webhook, slack, pushover?.token, pushover?.user, smtp?.password],
  ]);
  return texts.flatMap((text) => (text?.startsWith("sealed:") ? [text.slice("sealed:".length)] : []));
}
