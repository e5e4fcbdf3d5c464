// Made by `npm run generate`; a control is added by adding its file.
import type { AnyControl } from "@secondlock/model";
import { accountsDeclared } from "./accounts/accounts-declared.ts";
import { auditorConfined } from "./accounts/auditor-confined.ts";
import { cronAccess } from "./accounts/cron-access.ts";
import { cronJobsModes } from "./accounts/cron-jobs-modes.ts";
import { defaultUmask } from "./accounts/default-umask.ts";
import { dotFilesModes } from "./accounts/dot-files-modes.ts";
import { groupsDeclared } from "./accounts/groups-declared.ts";
import { homeModes } from "./accounts/home-modes.ts";
import { inactiveAccounts } from "./accounts/inactive-accounts.ts";
import { legacyEntries } from "./accounts/legacy-entries.ts";
import { loginRecords } from "./accounts/login-records.ts";
import { noSharedAccounts } from "./accounts/no-shared-accounts.ts";
import { onlyRootIsUid0 } from "./accounts/only-root-is-uid-0.ts";
import { rootLocked } from "./accounts/root-locked.ts";
import { rootPathSafe } from "./accounts/root-path-safe.ts";
import { shellTimeout } from "./accounts/shell-timeout.ts";
import { systemAccountsNoLogin } from "./accounts/system-accounts-no-login.ts";
import { uniqueIds } from "./accounts/unique-ids.ts";
import { applicationCodeReadOnly } from "./application/application-code-read-only.ts";
import { applicationConfigModes } from "./application/application-config-modes.ts";
import { applicationFilesNotReadableByOthers } from "./application/application-files-not-readable-by-others.ts";
import { applicationOwnUser } from "./application/application-own-user.ts";
import { applicationRestarts } from "./application/application-restarts.ts";
import { applicationUnitHardened } from "./application/application-unit-hardened.ts";
import { configNotInRepository } from "./application/config-not-in-repository.ts";
import { confirmerFolderModes } from "./application/confirmer-folder-modes.ts";
import { confirmerLogVerified } from "./application/confirmer-log-verified.ts";
import { confirmerMasterKeyDelivered } from "./application/confirmer-master-key-delivered.ts";
import { confirmerPoliciesNarrow } from "./application/confirmer-policies-narrow.ts";
import { environmentFilesModes } from "./application/environment-files-modes.ts";
import { environmentFilesSealed } from "./application/environment-files-sealed.ts";
import { sealedConfirmerElsewhere } from "./application/sealed-confirmer-elsewhere.ts";
import { sealedFileTrusted } from "./application/sealed-file-trusted.ts";
import { sealedKeysInTpm } from "./application/sealed-keys-in-tpm.ts";
import { sealedKeysModes } from "./application/sealed-keys-modes.ts";
import { sealedOpenerMemory } from "./application/sealed-opener-memory.ts";
import { sealedRecovery } from "./application/sealed-recovery.ts";
import { sealedValuesFresh } from "./application/sealed-values-fresh.ts";
import { webRootNoSecrets } from "./application/web-root-no-secrets.ts";
import { databaseAccountsHostRestricted } from "./database/database-accounts-host-restricted.ts";
import { databaseAuthPlugins } from "./database/database-auth-plugins.ts";
import { databaseBindAddress } from "./database/database-bind-address.ts";
import { databaseDataDirectoryMode } from "./database/database-data-directory-mode.ts";
import { databaseFilePrivilege } from "./database/database-file-privilege.ts";
import { databaseLeastPrivilege } from "./database/database-least-privilege.ts";
import { databaseLogConnections } from "./database/database-log-connections.ts";
import { databaseNoAnonymous } from "./database/database-no-anonymous.ts";
import { databaseNoEmptyPasswords } from "./database/database-no-empty-passwords.ts";
import { databaseNoRemoteRoot } from "./database/database-no-remote-root.ts";
import { databaseNoSuperuserApplication } from "./database/database-no-superuser-application.ts";
import { databaseNoTestDatabase } from "./database/database-no-test-database.ts";
import { databaseNotAsRoot } from "./database/database-not-as-root.ts";
import { databasePortFromClientsOnly } from "./database/database-port-from-clients-only.ts";
import { databaseServiceUserNoShell } from "./database/database-service-user-no-shell.ts";
import { databaseSymbolicLinks } from "./database/database-symbolic-links.ts";
import { databaseTlsRequired } from "./database/database-tls-required.ts";
import { backupWorkingFiles } from "./files/backup-working-files.ts";
import { editorBackups } from "./files/editor-backups.ts";
import { noUnownedFiles } from "./files/no-unowned-files.ts";
import { noWorldWritable } from "./files/no-world-writable.ts";
import { passwdFilesModes } from "./files/passwd-files-modes.ts";
import { strayPrivateKeys } from "./files/stray-private-keys.ts";
import { suidKnown } from "./files/suid-known.ts";
import { temporaryDirectoriesSticky } from "./files/temporary-directories-sticky.ts";
import { apparmorOn } from "./kernel/apparmor-on.ts";
import { bootFilesModes } from "./kernel/boot-files-modes.ts";
import { bootLoaderPassword } from "./kernel/boot-loader-password.ts";
import { diskEncrypted } from "./kernel/disk-encrypted.ts";
import { kernelAddressRandomised } from "./kernel/kernel-address-randomised.ts";
import { kernelBpfRestricted } from "./kernel/kernel-bpf-restricted.ts";
import { kernelCoreDumpsOff } from "./kernel/kernel-core-dumps-off.ts";
import { kernelLinksProtected } from "./kernel/kernel-links-protected.ts";
import { kernelLogRestricted } from "./kernel/kernel-log-restricted.ts";
import { kernelModulesUnneeded } from "./kernel/kernel-modules-unneeded.ts";
import { kernelModulesUsbStorage } from "./kernel/kernel-modules-usb-storage.ts";
import { kernelPointersHidden } from "./kernel/kernel-pointers-hidden.ts";
import { kernelPtraceRestricted } from "./kernel/kernel-ptrace-restricted.ts";
import { mountOptionsHome } from "./kernel/mount-options-home.ts";
import { mountOptionsShm } from "./kernel/mount-options-shm.ts";
import { mountOptionsTmp } from "./kernel/mount-options-tmp.ts";
import { networkBroadcastEchoIgnored } from "./kernel/network-broadcast-echo-ignored.ts";
import { networkIpv6RouterAdvertisements } from "./kernel/network-ipv6-router-advertisements.ts";
import { networkMartiansLogged } from "./kernel/network-martians-logged.ts";
import { networkRedirectsIgnored } from "./kernel/network-redirects-ignored.ts";
import { networkRedirectsNotSent } from "./kernel/network-redirects-not-sent.ts";
import { networkReversePathFilter } from "./kernel/network-reverse-path-filter.ts";
import { networkSourceRoutesRefused } from "./kernel/network-source-routes-refused.ts";
import { networkSynCookies } from "./kernel/network-syn-cookies.ts";
import { oneTimeDaemon } from "./kernel/one-time-daemon.ts";
import { secureBootRecorded } from "./kernel/secure-boot-recorded.ts";
import { swapEncrypted } from "./kernel/swap-encrypted.ts";
import { timeSynchronised } from "./kernel/time-synchronised.ts";
import { auditDaemon } from "./logging/audit-daemon.ts";
import { auditRules } from "./logging/audit-rules.ts";
import { banOrThrottle } from "./logging/ban-or-throttle.ts";
import { fileIntegrity } from "./logging/file-integrity.ts";
import { journalLimits } from "./logging/journal-limits.ts";
import { journalPersistent } from "./logging/journal-persistent.ts";
import { logFilesModes } from "./logging/log-files-modes.ts";
import { logShipping } from "./logging/log-shipping.ts";
import { loginAlertQuietList } from "./logging/login-alert-quiet-list.ts";
import { loginAlertSecretsModes } from "./logging/login-alert-secrets-modes.ts";
import { loginAlertTransport } from "./logging/login-alert-transport.ts";
import { loginAlert } from "./logging/login-alert.ts";
import { processRestart } from "./logging/process-restart.ts";
import { dockerPublishedPorts } from "./network/docker-published-ports.ts";
import { firewallDefaultDropIpv4 } from "./network/firewall-default-drop-ipv4.ts";
import { firewallDefaultDropIpv6 } from "./network/firewall-default-drop-ipv6.ts";
import { firewallForwardDrop } from "./network/firewall-forward-drop.ts";
import { firewallLoopbackAndEstablished } from "./network/firewall-loopback-and-established.ts";
import { firewallNoForeignRules } from "./network/firewall-no-foreign-rules.ts";
import { firewallParity } from "./network/firewall-parity.ts";
import { firewallPersistent } from "./network/firewall-persistent.ts";
import { firewallSilent } from "./network/firewall-silent.ts";
import { firewallSingle } from "./network/firewall-single.ts";
import { firewallUpToDate } from "./network/firewall-up-to-date.ts";
import { icmpv6Essentials } from "./network/icmpv6-essentials.ts";
import { metadataServiceBlocked } from "./network/metadata-service-blocked.ts";
import { noIpForwarding } from "./network/no-ip-forwarding.ts";
import { outboundRestricted } from "./network/outbound-restricted.ts";
import { portsAsDeclared } from "./network/ports-as-declared.ts";
import { portsBoundNarrowly } from "./network/ports-bound-narrowly.ts";
import { privateAddress } from "./network/private-address.ts";
import { sshPortLimited } from "./network/ssh-port-limited.ts";
import { webAdminHidden } from "./network/web-admin-hidden.ts";
import { loginLockout } from "./passwords/login-lockout.ts";
import { noEmptyPasswords } from "./passwords/no-empty-passwords.ts";
import { pamModulesResolve } from "./passwords/pam-modules-resolve.ts";
import { pamNoNullok } from "./passwords/pam-no-nullok.ts";
import { pamUseAuthtok } from "./passwords/pam-use-authtok.ts";
import { passwordAgingNone } from "./passwords/password-aging-none.ts";
import { passwordDictionary } from "./passwords/password-dictionary.ts";
import { passwordHashScheme } from "./passwords/password-hash-scheme.ts";
import { passwordHashStored } from "./passwords/password-hash-stored.ts";
import { passwordHistory } from "./passwords/password-history.ts";
import { passwordQualityBindsRoot } from "./passwords/password-quality-binds-root.ts";
import { passwordQualityValues } from "./passwords/password-quality-values.ts";
import { passwordQuality } from "./passwords/password-quality.ts";
import { secondFactorEnrolled } from "./passwords/second-factor-enrolled.ts";
import { secondFactorRequired } from "./passwords/second-factor-required.ts";
import { applicationNotOnDatabaseHost } from "./services/application-not-on-database-host.ts";
import { noLegacyClients } from "./services/no-legacy-clients.ts";
import { noUnneededServices } from "./services/no-unneeded-services.ts";
import { serviceReasons } from "./services/service-reasons.ts";
import { webBehindProxy } from "./services/web-behind-proxy.ts";
import { changeConfirmed } from "./ssh/change-confirmed.ts";
import { sshAcceptEnv } from "./ssh/ssh-accept-env.ts";
import { sshAccessList } from "./ssh/ssh-access-list.ts";
import { sshAuthorizedKeysModes } from "./ssh/ssh-authorized-keys-modes.ts";
import { sshConfigFilesModes } from "./ssh/ssh-config-files-modes.ts";
import { sshConfigValid } from "./ssh/ssh-config-valid.ts";
import { sshDropInShadowing } from "./ssh/ssh-drop-in-shadowing.ts";
import { sshForwardingOnwardOnly } from "./ssh/ssh-forwarding-onward-only.ts";
import { sshHostKeyModes } from "./ssh/ssh-host-key-modes.ts";
import { sshIdleTimeout } from "./ssh/ssh-idle-timeout.ts";
import { sshKeyRequired } from "./ssh/ssh-key-required.ts";
import { sshKeyStrength } from "./ssh/ssh-key-strength.ts";
import { sshKeysDeclared } from "./ssh/ssh-keys-declared.ts";
import { sshLogLevel } from "./ssh/ssh-log-level.ts";
import { sshLoginGrace } from "./ssh/ssh-login-grace.ts";
import { sshMatchBlocks } from "./ssh/ssh-match-blocks.ts";
import { sshMaxAuthTries } from "./ssh/ssh-max-auth-tries.ts";
import { sshMaxSessions } from "./ssh/ssh-max-sessions.ts";
import { sshMaxStartups } from "./ssh/ssh-max-startups.ts";
import { sshNoAgentForwarding } from "./ssh/ssh-no-agent-forwarding.ts";
import { sshNoEmptyPasswords } from "./ssh/ssh-no-empty-passwords.ts";
import { sshNoGssapi } from "./ssh/ssh-no-gssapi.ts";
import { sshNoHiddenOptions } from "./ssh/ssh-no-hidden-options.ts";
import { sshNoHostBased } from "./ssh/ssh-no-host-based.ts";
import { sshNoKeyboardInteractive } from "./ssh/ssh-no-keyboard-interactive.ts";
import { sshNoPasswordLogin } from "./ssh/ssh-no-password-login.ts";
import { sshNoRootLogin } from "./ssh/ssh-no-root-login.ts";
import { sshNoSharedKeys } from "./ssh/ssh-no-shared-keys.ts";
import { sshNoTcpForwarding } from "./ssh/ssh-no-tcp-forwarding.ts";
import { sshNoUserEnvironment } from "./ssh/ssh-no-user-environment.ts";
import { sshNoX11Forwarding } from "./ssh/ssh-no-x11-forwarding.ts";
import { sshPostQuantumKeyExchange } from "./ssh/ssh-post-quantum-key-exchange.ts";
import { sshProtocol2 } from "./ssh/ssh-protocol-2.ts";
import { sshRequiredRsaSize } from "./ssh/ssh-required-rsa-size.ts";
import { sshRightPasswordRefused } from "./ssh/ssh-right-password-refused.ts";
import { sshRunningIsConfigured } from "./ssh/ssh-running-is-configured.ts";
import { sshSecondFactor } from "./ssh/ssh-second-factor.ts";
import { sshStrictModes } from "./ssh/ssh-strict-modes.ts";
import { sshStrongCiphers } from "./ssh/ssh-strong-ciphers.ts";
import { sshStrongHostKeys } from "./ssh/ssh-strong-host-keys.ts";
import { sshStrongKeyExchange } from "./ssh/ssh-strong-key-exchange.ts";
import { sshStrongMacs } from "./ssh/ssh-strong-macs.ts";
import { sshStrongSignatures } from "./ssh/ssh-strong-signatures.ts";
import { sshUnused } from "./ssh/ssh-unused.ts";
import { sshUsePam } from "./ssh/ssh-use-pam.ts";
import { suRestricted } from "./sudo/su-restricted.ts";
import { sudoAsksPassword } from "./sudo/sudo-asks-password.ts";
import { sudoConfigValid } from "./sudo/sudo-config-valid.ts";
import { sudoFilesModes } from "./sudo/sudo-files-modes.ts";
import { sudoLogs } from "./sudo/sudo-logs.ts";
import { sudoOnlyAdministrators } from "./sudo/sudo-only-administrators.ts";
import { sudoTimeout } from "./sudo/sudo-timeout.ts";
import { sudoUsePty } from "./sudo/sudo-use-pty.ts";
import { sudoWorks } from "./sudo/sudo-works.ts";
import { httpRedirects } from "./tls/http-redirects.ts";
import { tlsCertificateFresh } from "./tls/tls-certificate-fresh.ts";
import { tlsKeyModes } from "./tls/tls-key-modes.ts";
import { tlsKeyStrength } from "./tls/tls-key-strength.ts";
import { tlsModernVersions } from "./tls/tls-modern-versions.ts";
import { webHsts } from "./tls/web-hsts.ts";
import { webUpstreamEncrypted } from "./tls/web-upstream-encrypted.ts";
import { noHeldSecurityUpdates } from "./updates/no-held-security-updates.ts";
import { noPendingSecurityUpdates } from "./updates/no-pending-security-updates.ts";
import { noRebootPending } from "./updates/no-reboot-pending.ts";
import { packageListsFresh } from "./updates/package-lists-fresh.ts";
import { packageTrust } from "./updates/package-trust.ts";
import { programsRestarted } from "./updates/programs-restarted.ts";
import { releaseSupported } from "./updates/release-supported.ts";
import { runningKernelNewest } from "./updates/running-kernel-newest.ts";
import { securityUpdatesAutomatic } from "./updates/security-updates-automatic.ts";
import { updateOriginsSecurity } from "./updates/update-origins-security.ts";
import { updateTimersActive } from "./updates/update-timers-active.ts";

export const controls: readonly AnyControl[] = [
  accountsDeclared,
  auditorConfined,
  cronAccess,
  cronJobsModes,
  defaultUmask,
  dotFilesModes,
  groupsDeclared,
  homeModes,
  inactiveAccounts,
  legacyEntries,
  loginRecords,
  noSharedAccounts,
  onlyRootIsUid0,
  rootLocked,
  rootPathSafe,
  shellTimeout,
  systemAccountsNoLogin,
  uniqueIds,
  applicationCodeReadOnly,
  applicationConfigModes,
  applicationFilesNotReadableByOthers,
  applicationOwnUser,
  applicationRestarts,
  applicationUnitHardened,
  configNotInRepository,
  confirmerFolderModes,
  confirmerLogVerified,
  confirmerMasterKeyDelivered,
  confirmerPoliciesNarrow,
  environmentFilesModes,
  environmentFilesSealed,
  sealedConfirmerElsewhere,
  sealedFileTrusted,
  sealedKeysInTpm,
  sealedKeysModes,
  sealedOpenerMemory,
  sealedRecovery,
  sealedValuesFresh,
  webRootNoSecrets,
  databaseAccountsHostRestricted,
  databaseAuthPlugins,
  databaseBindAddress,
  databaseDataDirectoryMode,
  databaseFilePrivilege,
  databaseLeastPrivilege,
  databaseLogConnections,
  databaseNoAnonymous,
  databaseNoEmptyPasswords,
  databaseNoRemoteRoot,
  databaseNoSuperuserApplication,
  databaseNoTestDatabase,
  databaseNotAsRoot,
  databasePortFromClientsOnly,
  databaseServiceUserNoShell,
  databaseSymbolicLinks,
  databaseTlsRequired,
  backupWorkingFiles,
  editorBackups,
  noUnownedFiles,
  noWorldWritable,
  passwdFilesModes,
  strayPrivateKeys,
  suidKnown,
  temporaryDirectoriesSticky,
  apparmorOn,
  bootFilesModes,
  bootLoaderPassword,
  diskEncrypted,
  kernelAddressRandomised,
  kernelBpfRestricted,
  kernelCoreDumpsOff,
  kernelLinksProtected,
  kernelLogRestricted,
  kernelModulesUnneeded,
  kernelModulesUsbStorage,
  kernelPointersHidden,
  kernelPtraceRestricted,
  mountOptionsHome,
  mountOptionsShm,
  mountOptionsTmp,
  networkBroadcastEchoIgnored,
  networkIpv6RouterAdvertisements,
  networkMartiansLogged,
  networkRedirectsIgnored,
  networkRedirectsNotSent,
  networkReversePathFilter,
  networkSourceRoutesRefused,
  networkSynCookies,
  oneTimeDaemon,
  secureBootRecorded,
  swapEncrypted,
  timeSynchronised,
  auditDaemon,
  auditRules,
  banOrThrottle,
  fileIntegrity,
  journalLimits,
  journalPersistent,
  logFilesModes,
  logShipping,
  loginAlertQuietList,
  loginAlertSecretsModes,
  loginAlertTransport,
  loginAlert,
  processRestart,
  dockerPublishedPorts,
  firewallDefaultDropIpv4,
  firewallDefaultDropIpv6,
  firewallForwardDrop,
  firewallLoopbackAndEstablished,
  firewallNoForeignRules,
  firewallParity,
  firewallPersistent,
  firewallSilent,
  firewallSingle,
  firewallUpToDate,
  icmpv6Essentials,
  metadataServiceBlocked,
  noIpForwarding,
  outboundRestricted,
  portsAsDeclared,
  portsBoundNarrowly,
  privateAddress,
  sshPortLimited,
  webAdminHidden,
  loginLockout,
  noEmptyPasswords,
  pamModulesResolve,
  pamNoNullok,
  pamUseAuthtok,
  passwordAgingNone,
  passwordDictionary,
  passwordHashScheme,
  passwordHashStored,
  passwordHistory,
  passwordQualityBindsRoot,
  passwordQualityValues,
  passwordQuality,
  secondFactorEnrolled,
  secondFactorRequired,
  applicationNotOnDatabaseHost,
  noLegacyClients,
  noUnneededServices,
  serviceReasons,
  webBehindProxy,
  changeConfirmed,
  sshAcceptEnv,
  sshAccessList,
  sshAuthorizedKeysModes,
  sshConfigFilesModes,
  sshConfigValid,
  sshDropInShadowing,
  sshForwardingOnwardOnly,
  sshHostKeyModes,
  sshIdleTimeout,
  sshKeyRequired,
  sshKeyStrength,
  sshKeysDeclared,
  sshLogLevel,
  sshLoginGrace,
  sshMatchBlocks,
  sshMaxAuthTries,
  sshMaxSessions,
  sshMaxStartups,
  sshNoAgentForwarding,
  sshNoEmptyPasswords,
  sshNoGssapi,
  sshNoHiddenOptions,
  sshNoHostBased,
  sshNoKeyboardInteractive,
  sshNoPasswordLogin,
  sshNoRootLogin,
  sshNoSharedKeys,
  sshNoTcpForwarding,
  sshNoUserEnvironment,
  sshNoX11Forwarding,
  sshPostQuantumKeyExchange,
  sshProtocol2,
  sshRequiredRsaSize,
  sshRightPasswordRefused,
  sshRunningIsConfigured,
  sshSecondFactor,
  sshStrictModes,
  sshStrongCiphers,
  sshStrongHostKeys,
  sshStrongKeyExchange,
  sshStrongMacs,
  sshStrongSignatures,
  sshUnused,
  sshUsePam,
  suRestricted,
  sudoAsksPassword,
  sudoConfigValid,
  sudoFilesModes,
  sudoLogs,
  sudoOnlyAdministrators,
  sudoTimeout,
  sudoUsePty,
  sudoWorks,
  httpRedirects,
  tlsCertificateFresh,
  tlsKeyModes,
  tlsKeyStrength,
  tlsModernVersions,
  webHsts,
  webUpstreamEncrypted,
  noHeldSecurityUpdates,
  noPendingSecurityUpdates,
  noRebootPending,
  packageListsFresh,
  packageTrust,
  programsRestarted,
  releaseSupported,
  runningKernelNewest,
  securityUpdatesAutomatic,
  updateOriginsSecurity,
  updateTimersActive,
];
