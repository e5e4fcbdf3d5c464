import {
  type AlertChannelWanted,
  type AlertsWanted,
  type Change,
  defineState,
  type Look,
  type Settings,
  type State,
} from "@secondlock/model";
import { type AlertChannels, alertChannels, type OwnChannel } from "../facts/alert-channels.ts";
import { type LoginAlerts, loginAlerts } from "../facts/login-alerts.ts";
import { systemUnits, unitOf } from "../facts/system-units.ts";
import { alertsProgram } from "./alerts-program.ts";
import { alertsUnit, keysUnit, sshJournaled } from "./alerts-units.ts";
import { managedFile, sorted } from "./managed-file.ts";

const unit = "secondlock-alerts.service";
const quietPath = "/etc/secondlock/alerts-quiet";

/** A service of ours follows the journal and tells people, over the channels of the service file. */
export function loginsTold(alerts: AlertsWanted): State<LoginAlerts> {
  return defineState({
    ...common(alerts),
    fact: loginAlerts,
    settle: (value) => ({
      ...value,
      followers: [...value.followers.filter((one) => one.unit !== unit), { unit, active: true }],
    }),
    notes: () => waiting(alerts.channels.map((channel) => ({ name: channel.name, missing: secretsOf(channel) }))),
  });
}

/** The same service, seen from its channels and its quiet list. */
export function alertsCarried(alerts: AlertsWanted): State<AlertChannels> {
  const entries = alerts.quiet.map(quietEntry);
  return defineState({
    ...common(alerts),
    fact: alertChannels,
    settle: (value) => ({
      ...value,
      own: alerts.channels.map((channel) => ownChannel(channel, value)),
      quietLists: [
        ...value.quietLists.filter(({ path }) => path !== quietPath),
        { path: quietPath, there: true, mode: "0600", owner: "root", entries },
      ],
    }),
    notes: (value) => waiting(alerts.channels.map((channel) => ownChannel(channel, value))),
  });
}

function common({ channels, quiet }: AlertsWanted): Omit<State, "fact" | "settle" | "notes"> {
  const names = channels.map(({ name }) => name).join(", ");
  return {
    resource: `unit:${unit}`,
    text: `a service of ours tells ${names} of every login, sudo and new key within seconds`,
    settings: {
      ...Object.fromEntries(channels.map((channel) => [`channel ${channel.name}`, wordsOf(channel).join(" ")])),
      ...Object.fromEntries(quiet.map((one) => [`quiet ${quietEntry(one)}`, one.reason])),
    },
    bring,
    costs: "Everybody who gets the alerts learns who logs in when, and from where.",
    risk: "Where the firewall lets out only what is declared, the channels' ports have to be declared too (outbound:).",
  };
}

/** Made of the settings alone: both states share it, and it is called once. */
function bring(settings: Settings, _value: unknown, look?: Look): readonly Change[] {
  const of = (word: string): readonly (readonly [string, string])[] =>
    sorted(settings)
      .filter(([key]) => key.startsWith(`${word} `))
      .map(([key, value]) => [key.slice(word.length + 1), value]);
  const mine = { mode: 0o600, reload: "alerts" } as const;
  const { active, enabled } = unitOf(look?.(systemUnits) ?? {}, unit);
  return [
    {
      kind: "file",
      path: "/usr/local/lib/secondlock/alerts",
      content: () => alertsProgram,
      mode: 0o755,
      enforceMode: true,
      reload: "alerts",
    },
    managedFile(
      "/etc/secondlock/alerts.conf",
      "where alerts go, made of the service file.",
      of("channel").map(([name, words]) => `channel ${name} ${words}`),
      mine,
    ),
    managedFile(
      quietPath,
      "what nobody is told of. Each line is compared as a whole.",
      of("quiet").flatMap(([entry, reason]) => [`# ${reason}`, entry]),
      mine,
    ),
    managedFile(`/etc/systemd/system/${unit}`, "follows the journal and sends.", alertsUnit, { reload: "alerts" }),
    managedFile("/etc/systemd/system/secondlock-keys.service", "looks at authorized_keys.", keysUnit, {
      reload: "alerts",
    }),
    managedFile(
      "/etc/systemd/system/ssh.service.d/secondlock-alerts.conf",
      "no login is left out of the journal.",
      sshJournaled,
      { reload: "ssh" },
    ),
    ...(active && enabled ? [] : [{ kind: "unit", unit, enabled: true, active: true } as const]),
  ];
}

function wordsOf(channel: AlertChannelWanted): readonly string[] {
  const words = ((): readonly string[] => {
    switch (channel.kind) {
      case "webhook":
      case "slack":
        return [channel.url];
      case "pushover":
        return [channel.token, channel.user];
      case "smtp": {
        const { server, port, from, to, account = "-", password = "-" } = channel;
        return [server, String(port), from, to.join(","), account, password];
      }
    }
  })();
  return [channel.kind, ...words.map((word) => word.replace(/^sealed:/, "secret:"))];
}

function secretsOf(channel: AlertChannelWanted): readonly string[] {
  return wordsOf(channel).flatMap((word) => (word.startsWith("secret:") ? [word.slice("secret:".length)] : []));
}

/** What is missing stays so: a secret reaches the host by a person's hand. */
function ownChannel(channel: AlertChannelWanted, { own = [] }: AlertChannels): OwnChannel {
  const before = own.find(({ name, kind }) => name === channel.name && kind === channel.kind);
  return { name: channel.name, kind: channel.kind, missing: before?.missing ?? secretsOf(channel) };
}

function quietEntry({ account, from, command }: AlertsWanted["quiet"][number]): string {
  return `${account} from ${from}${command === undefined ? "" : ` running ${command}`}`;
}

function waiting(channels: readonly Pick<OwnChannel, "name" | "missing">[]): readonly string[] {
  const names = [...new Set(channels.flatMap(({ missing }) => missing))];
  if (names.length === 0) return [];
  return [
    `Secrets are not sealed yet: somebody has to write ${names.map((name) => `${name}=...`).join(" and ")} into /etc/secondlock/alerts.secrets on the host (root, 0600; a line each), and systemctl restart ${unit}. Until then alerts wait.`,
  ];
}
