import { pbkdf2Sync, randomBytes } from "node:crypto";
import { type Host, type Lab, privateAddressOf } from "@secondlock/lab";
import { auditorDeclared } from "./auditor-account.ts";

export type Weak = Lab<"app-1" | "db-1">;

/** The name in the certificate of whatever takes alerts and logs at the desk. */
export const LOG_SERVER = "logs.example";
export const SINK_PORTS = { alerts: 8443, logs: 6514 } as const;

/** With what a team declares once it has read the plan: addresses, what goes out, who is told, who audits. */
export function declared(file: string, { hosts, operator }: Weak, auditorKey: string): string {
  const { ipv4, ipv6 } = operator;
  const administration = (more = ""): string => `22: { reason: administration, from: [${ipv4}, "${ipv6}"${more}] }`;
  const goesOut = Object.entries(SINK_PORTS).map(([what, port]) => `${port}: { reason: ${what}, to: [${ipv4}] }`);
  const more = (id: "app-1" | "db-1"): string => {
    const inside = privateAddressOf(hosts[id]);
    return `private: [${inside.ipv4}, "${inside.ipv6}"], outbound: { mode: enforce, ports: { ${goesOut.join(", ")} } },`;
  };
  return `${file
    .replace("role: app,", `role: app, ${more("app-1")}`)
    .replace("role: db,", `role: db, ${more("db-1")}`)
    .replace("via: app-1, ", "")
    .replace("22: administration", administration())
    .replace("22: { reason: administration, from: [app-1] }", administration(", app-1"))}alerts:
  desk: { webhook: "https://${ipv4}:${SINK_PORTS.alerts}/in" }
${auditorDeclared(auditorKey, [ipv4, ipv6])}`;
}

/** What a plan leaves to a person, and what this person then types, as the plan says it. */
export interface Decision {
  readonly controls: readonly string[];
  /** Words of the plan that say how. */
  readonly tells: RegExp;
  /** Run as root on the host; `told` is what `tells` found. Left out: done at the desk. */
  readonly types?: (told: RegExpExecArray) => string;
}

const onEvery = (password: string, log: string): readonly Decision[] => [
  {
    controls: ["only-root-is-uid-0", "unique-ids"],
    tells: /`(userdel -f) NAME`/,
    types: ([, command]) => `${command} toor`,
  },
  {
    controls: ["stray-private-keys"],
    tells: /\((shred -u)\)/,
    types: ([, command]) => `${command} /home/grace/id_rsa /tmp/host.key /etc/ssl/private-copy.key`,
  },
  {
    controls: ["sudo-works"],
    tells: /`(passwd) NAME` where the account has no password/,
    types: ([, command]) => `printf '%s\\n' '${password}' '${password}' | ${command} grace`,
  },
  {
    controls: ["mount-options-home"],
    tells: /add to \/etc\/fstab: (\S+ \S+ \S+ \S+ 0 0), and run (systemctl daemon-reload) and (mount \/home)\./,
    types: ([, line, reload, mount]) => `echo '${line}' >> /etc/fstab; ${reload}; ${mount}`,
  },
  {
    controls: ["mount-options-shm"],
    tells: /Add to \/etc\/fstab: (\S+ \S+ \S+ \S+ 0 0), and run (mount -o remount \/dev\/shm)\./,
    types: ([, line, mount]) => `echo '${line}' >> /etc/fstab; ${mount}`,
  },
  {
    controls: ["mount-options-tmp"],
    tells:
      /Add to \/etc\/fstab: (\S+ \S+ \S+ \S+ 0 0); and: (\S+ \S+ \S+ \S+ 0 0)\. Run (systemctl daemon-reload), (mount \/tmp) and (mount \/var\/tmp)/,
    types: ([, tmp, varTmp, ...commands]) =>
      [`printf '%s\\n' '${tmp}' '${varTmp}' >> /etc/fstab`, ...commands].join("\n"),
  },
  {
    controls: ["log-shipping"],
    tells:
      /(apt-get install) (rsyslog rsyslog-gnutls); write into (\S+\.conf): (global\(.*?\)) and (action\(.*?\)); and run (systemctl restart rsyslog)\./,
    types: ([, install, packages, path, global, action = "", restart]) =>
      [
        `${install} -q -y --no-install-recommends ${packages} > /dev/null`,
        `printf '%s\\n' '${global}' '${action.replace("LOG-SERVER", log).replace("LOG-SERVER", LOG_SERVER)}' > ${path}`,
        restart,
      ].join("\n"),
  },
  { controls: ["ssh-second-factor"], tells: /secondlock enrol PERSON/ },
  { controls: ["ports-as-declared"], tells: /let secondlock harden \S+ --only ports-as-declared stop it/ },
];

const onTheWebServer: readonly Decision[] = [
  {
    controls: ["web-admin-hidden"],
    tells: /write below (\S+):(\d+): (allow [^;]*; allow [^;]*; deny all;) run (nginx -t && systemctl reload nginx)/,
    types: ([, path, line, text, check]) => `sed -i --follow-symlinks '${line}a ${text}' ${path}\n${check}`,
  },
  {
    controls: ["web-root-no-secrets"],
    tells: /Move it out of the web root.*?(location ~ .*? \}), and run (nginx -t && systemctl reload nginx)/,
    types: ([, text = "", check]) =>
      [
        "mv /var/www/html/.env /srv/shop.env && chmod 600 /srv/shop.env",
        `sed -i --follow-symlinks '/^ *root /a ${text.replaceAll("\\", "\\\\")}' /etc/nginx/sites-enabled/default`,
        check,
      ].join("\n"),
  },
  {
    controls: ["environment-files-sealed"],
    // sealing is the owner's, at his own desk (docs/how-to/seal-your-env.md); what is left to do on the host is this
    tells: /secondlock seal \.env makes \.env\.sealed; .* (delete) the file in clear/,
    types: () => "shred -u /srv/shop.env /srv/shop/.env",
  },
];

const onTheDatabase: readonly Decision[] = [
  {
    controls: ["boot-loader-password"],
    tells: /Set superusers and password_pbkdf2 in (\/etc\/grub\.d\/40_custom) .* run update-grub/,
    // the lab has no boot loader, so no update-grub either, which runs that file and keeps what it prints
    types: ([, path]) =>
      [
        `mkdir -p /etc/grub.d; printf '%s\\n' '#!/bin/sh' 'cat <<"END"' 'set superusers="root"' 'password_pbkdf2 root ${grubPassword()}' END > ${path}`,
        `chmod 700 ${path}; ${path} >> /boot/grub/grub.cfg`,
      ].join("\n"),
  },
];

/** As grub-mkpasswd-pbkdf2 prints it. */
function grubPassword(): string {
  const [rounds, salt] = [10_000, randomBytes(64)];
  const hash = pbkdf2Sync(randomBytes(16).toString("hex"), salt, rounds, 64, "sha512");
  const [salted, hashed] = [salt, hash].map((bytes) => bytes.toString("hex").toUpperCase());
  return `grub.pbkdf2.sha512.${rounds}.${salted}.${hashed}`;
}

export function decisionsOn({ role }: Host, { operator }: Weak): readonly Decision[] {
  const both = onEvery(operator.passwords.grace, operator.ipv4);
  return [...both, ...(role === "app" ? onTheWebServer : onTheDatabase)];
}
