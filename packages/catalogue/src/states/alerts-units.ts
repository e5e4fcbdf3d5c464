/** What both units give up: they need next to nothing. */
const hardened = [
  "Restart=always",
  "RestartSec=1",
  "NoNewPrivileges=yes",
  "ProtectSystem=strict",
  "PrivateTmp=yes",
  "PrivateDevices=yes",
  "ProtectKernelTunables=yes",
  "ProtectKernelModules=yes",
  "ProtectKernelLogs=yes",
  "ProtectControlGroups=yes",
  "ProtectClock=yes",
  "ProtectHostname=yes",
  "RestrictNamespaces=yes",
  "RestrictRealtime=yes",
  "RestrictSUIDSGID=yes",
  "LockPersonality=yes",
  "MemoryDenyWriteExecute=yes",
  "SystemCallArchitectures=native",
  "SystemCallFilter=@system-service",
  "SystemCallErrorNumber=EPERM",
  "UMask=0077",
  "StateDirectoryMode=0700",
  "TasksMax=64",
  "MemoryMax=256M",
];

/**
 * An account of its own that exists only while it runs, in the group that reads the journal. systemd reads the files with
 * the channels and the secrets as root and hands them over (systemd.exec(5), CREDENTIALS); no secrets is no fault.
 */
export const alertsUnit: readonly string[] = [
  "[Unit]",
  "Description=Secondlock tells of logins, sudo and new keys",
  "Wants=secondlock-keys.service",
  "After=network.target systemd-journald.service",
  "StartLimitIntervalSec=0",
  "",
  "[Service]",
  "ExecStart=/usr/local/lib/secondlock/alerts follow",
  "SyslogIdentifier=secondlock-alerts",
  "DynamicUser=yes",
  "SupplementaryGroups=systemd-journal",
  "StateDirectory=secondlock-alerts",
  "LoadCredential=channels:/etc/secondlock/alerts.conf",
  "LoadCredential=quiet:/etc/secondlock/alerts-quiet",
  "LoadCredential=secrets:/etc/secondlock/alerts.secrets",
  "SetCredential=secrets:none",
  "ProtectHome=yes",
  "ProtectProc=invisible",
  "CapabilityBoundingSet=",
  "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
  ...hardened,
  "",
  "[Install]",
  "WantedBy=multi-user.target",
];

/** Root, because homes are closed; without a network, and able to read only. It starts, stops and restarts with the other. */
export const keysUnit: readonly string[] = [
  "[Unit]",
  "Description=Secondlock looks for new keys",
  "PartOf=secondlock-alerts.service",
  "StartLimitIntervalSec=0",
  "",
  "[Service]",
  "ExecStart=/usr/local/lib/secondlock/alerts keys",
  "SyslogIdentifier=secondlock-keys",
  "StateDirectory=secondlock-keys",
  "ProtectHome=read-only",
  "PrivateNetwork=yes",
  "CapabilityBoundingSet=CAP_DAC_READ_SEARCH",
  "RestrictAddressFamilies=AF_UNIX",
  ...hardened,
];

/**
 * journald drops what one unit writes beyond its limit, and says so only with that unit's next message: strangers who knock
 * often enough would hide a login. Not `LogRateLimitIntervalSec=0`: systemd 252 does not hand a zero on to journald.
 */
export const sshJournaled: readonly string[] = ["[Service]", "LogRateLimitIntervalSec=1s", "LogRateLimitBurst=1000000"];
