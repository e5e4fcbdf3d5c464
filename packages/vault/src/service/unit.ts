import { masterKeyCredential } from "./master-key.ts";

/** What the units are made of. */
export interface UnitParts {
  /** The command as it is started, with its options. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly listen: string;
  readonly masterKey: string;
}

/** Below which systemd makes folders of a service. */
const stateRoot = "/var/lib/";

/**
 * The service as systemd runs it: a user of its own, its folder and nothing else to write to, the master key as a credential that no
 * other user reads. V8 makes code while it runs, so memory may be both written and executed: MemoryDenyWriteExecute= is left out.
 */
export function serviceUnit({ command, folder, masterKey }: UnitParts): string {
  const state = folder.startsWith(stateRoot)
    ? `StateDirectory=${folder.slice(stateRoot.length)}\nStateDirectoryMode=0700`
    : `ReadWritePaths=${folder}`;
  return `# /etc/systemd/system/secondlock-confirmer.service
[Unit]
Description=Secondlock confirmer
After=network-online.target time-sync.target
Wants=network-online.target

[Service]
Type=notify
NotifyAccess=all
WatchdogSec=60
User=secondlock-confirmer
ExecStart=${command.map(quoted).join(" ")}
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
RestartSec=1
TimeoutStartSec=300
TimeoutStopSec=20
LoadCredential=${masterKeyCredential}:${masterKey}
${state}

UMask=0077
LimitCORE=0
LimitNOFILE=65536
MemorySwapMax=0
CapabilityBoundingSet=
AmbientCapabilities=
NoNewPrivileges=yes
LockPersonality=yes
PrivateDevices=yes
PrivateTmp=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
ProtectSystem=strict
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
}

/** The socket, which stays open while the service is replaced: who connects meanwhile waits, and is not refused. */
export function socketUnit({ listen }: UnitParts): string {
  return `# /etc/systemd/system/secondlock-confirmer.socket
[Unit]
Description=Secondlock confirmer's socket

[Socket]
ListenStream=${listen}
Backlog=2048
NoDelay=yes

[Install]
WantedBy=sockets.target
`;
}

/** A word of a command line (systemd.service(5)): specifiers and variables are taken as they stand. */
function quoted(word: string): string {
  const plain = word.replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /^[A-Za-z0-9_@:.,/=+%$-]+$/.test(plain) ? plain : `"${plain.replaceAll(/["\\]/g, "\\$&")}"`;
}
