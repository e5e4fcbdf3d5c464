import { type Change, defineState, type HostWanted, type Settings, type State } from "@secondlock/model";
import { applicationUnits, type UnitProperties } from "../facts/application-units.ts";
import { type SystemUnits, systemUnits, unitOf } from "../facts/system-units.ts";
import { managedFile } from "./managed-file.ts";

const restart = { Restart: "on-failure", RestartSec: "5" } as const;

/** What no application needs; man systemd.exec. Ports below 1024 stay possible, and so does code that is made while it runs. */
const bounds: Settings = {
  NoNewPrivileges: "yes",
  ProtectSystem: "strict",
  PrivateTmp: "yes",
  PrivateDevices: "yes",
  RestrictSUIDSGID: "yes",
  CapabilityBoundingSet: "CAP_NET_BIND_SERVICE",
  LockPersonality: "yes",
  ProtectClock: "yes",
  ProtectControlGroups: "yes",
  ProtectHostname: "yes",
  ProtectKernelLogs: "yes",
  ProtectKernelModules: "yes",
  ProtectKernelTunables: "yes",
  RestrictAddressFamilies: "AF_INET AF_INET6 AF_UNIX AF_NETLINK",
  RestrictNamespaces: "yes",
  RestrictRealtime: "yes",
  SystemCallArchitectures: "native",
};

type Units = readonly UnitProperties[];

function applicationState(
  settings: Settings,
  more: Pick<State, "text" | "costs" | "risk">,
  settled: Settings = settings,
): State<Units> {
  return defineState({
    resource: "units:application",
    settings,
    fact: applicationUnits,
    settle: (units) => units.map((unit) => ({ ...unit, ...settled })),
    bring: applicationDropIns,
    notes: (units) =>
      units.length === 0 ? ["No unit runs the application: write one, with User= and ExecStart=."] : [],
    ...more,
  });
}

/** The service manager keeps the application within its bounds; it goes on writing to the folders that it owns. */
export function applicationBounded({ application }: HostWanted): State<Units> {
  const inHome = /^\/(home|root)\//.test(application?.directory ?? "");
  return applicationState(
    { ...bounds, ProtectHome: inHome ? "read-only" : "yes" },
    {
      text: "bounds for the application's units",
      costs:
        "The application starts anew once. It writes to the folders that it owns now, and to its own /tmp; for another one add ReadWritePaths= in a drop-in of yours.",
      risk: "A part of the application that writes elsewhere, or starts a program with more rights, fails from now on; one that does not start at all is taken back at once.",
    },
  );
}

export function applicationStartsAgain(): State<Units> {
  return applicationState(
    { ...restart },
    { text: "the application's units start with the host, and again after a crash" },
    {
      ...restart,
      UnitFileState: "enabled",
    },
  );
}

function applicationDropIns(settings: Settings, units: Units): readonly Change[] {
  return units.flatMap((unit): readonly Change[] => {
    const { Id = "", UnitFileState = "", ActiveState = "", Folders = "" } = unit;
    if (!/^[\w@:.\\-]+\.service$/.test(Id)) return [];
    const folders =
      settings["ProtectSystem"] === undefined ? [] : Folders.split("\n").filter((path) => /^\/[\w./@:-]+$/.test(path));
    const lines = [
      ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
      ...topmost(folders).map((path) => `ReadWritePaths=-${path}`),
    ];
    const starts = /^(enabled|static|indirect|generated)/.test(UnitFileState);
    return [
      managedFile(dropIn(Id), "bounds and restarts of the application.", ["[Service]", ...lines], {
        reload: "systemd",
      }),
      {
        kind: "unit",
        unit: Id,
        enabled: starts || settings["Restart"] !== undefined,
        active: ActiveState === "active",
        restart: true,
      },
    ];
  });
}

function dropIn(unit: string): string {
  return `/etc/systemd/system/${unit}.d/50-secondlock.conf`;
}

function topmost(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`))).toSorted();
}

/** These services start again after a crash, where they run. */
export function servicesStartAgain(which: (units: SystemUnits) => readonly string[]): State<SystemUnits> {
  return defineState({
    resource: "units:restart",
    text: "services that are left down after a crash start again",
    settings: { ...restart },
    fact: systemUnits,
    settle: (units) => ({
      ...units,
      ...Object.fromEntries(which(units).map((unit) => [unit, { ...unitOf(units, unit), restart: "on-failure" }])),
    }),
    bring: (settings, units) =>
      which(units).map((unit) =>
        managedFile(
          dropIn(unit),
          "it starts again after a crash.",
          ["[Service]", ...Object.entries(settings).map(([name, value]) => `${name}=${value}`)],
          { reload: "systemd" },
        ),
      ),
  });
}
