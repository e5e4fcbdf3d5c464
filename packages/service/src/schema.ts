import { z } from "zod";
import * as field from "./fields.ts";

import { alertSchema, quietSchema } from "./alert-schema.ts";
import { hostSchema, personSchema, portSchema } from "./host-schema.ts";
import { secretsSchema } from "./secrets-schema.ts";

const databaseEngines = ["mariadb", "mysql", "postgresql"] as const;

const databaseSchema = z
  .strictObject({
    engine: z.enum(databaseEngines).describe("mariadb, mysql or postgresql."),
    host: field.name().describe("Host that runs it."),
    account: field.account().optional().describe("Account of the application, never the superuser."),
    schema: field
      .account()
      .optional()
      .describe("Schema (MariaDB, MySQL) or database (PostgreSQL) that the application uses."),
    port: z.int().min(1).max(65_535).optional().describe("Port; default: the engine's own."),
    clients: z
      .array(field.name())
      .max(20_000)
      .optional()
      .describe("Hosts whose applications connect. The port is open for them and nobody else."),
    backups: z.array(field.name()).max(64).optional().describe("Names under backups: where copies are kept."),
  })
  .describe("A database.");

const applicationSchema = z
  .strictObject({
    user: field.account().describe("Operating-system account that runs the application."),
    directory: field.hostPath().describe("Directory of the application's code."),
    config: z
      .array(field.hostPath())
      .max(200)
      .optional()
      .describe("Files and directories with production configuration."),
    tls_keys: z
      .array(field.hostPath())
      .max(200)
      .optional()
      .describe("Private keys of the sites' certificates (paths on the host)."),
  })
  .describe("What the application looks like on a host.");

const auditorSchema = z
  .strictObject({
    keys: z.array(field.publicKey()).min(1).max(8).describe("Public SSH keys of the auditor; nobody else's."),
    from: z
      .array(field.address("literal"))
      .min(1)
      .max(16)
      .describe(
        "Literal addresses that it comes from; SSH of every host is open for them, and its key opens from nowhere else.",
      ),
    account: field.account().optional().describe("Its account on the hosts; default: secondlock-auditor."),
    key_home: field.name().optional().describe("Where the private key lives, e.g. ci (default: auditor)."),
  })
  .describe(
    "An account that audits without a person, e.g. from CI: it runs one program of ours, reads what an audit reads, and can change nothing.",
  );

const exceptionSchema = z
  .strictObject({
    control: field.name().describe("Id of the control, see `secondlock controls`."),
    host: field.name().describe("Host that it is accepted on."),
    until: field.day().describe("Last day on which it holds, e.g. 2027-01-31."),
    reason: field.sentence().describe("Why the team accepts it."),
  })
  .describe("A control that is knowingly not kept. Shown, never green, and a failure once it has expired.");

const throwawaySchema = z
  .strictObject({
    account: field.account().describe("Account that exists only so that a password may be tried on it."),
    password_from: field
      .throwawayVariable()
      .describe("NAME of the environment variable that holds its password; never the password."),
  })
  .describe("A throw-away account.");

/** The whole of `secondlock.yaml`. Unknown keys are errors; references between sections are checked in cross-check.ts. */
export const serviceFileSchema = z
  .strictObject({
    service: field.name().describe("Name of the service."),
    hosts: z.record(field.name(), hostSchema).optional().describe("Machines, by name."),
    people: z.record(field.name(), personSchema).optional().describe("People who administer, by name."),
    second_factor: z
      .strictObject({
        required_from: field
          .day()
          .describe(
            "From this day on, whoever is not enrolled can only enrol. Until then the key alone is enough for them.",
          ),
      })
      .optional()
      .describe("The end of the time in which people enrol their second factor."),
    ports: z
      .record(field.name(), z.record(field.portKey(), portSchema).describe("Open ports, each with its reason."))
      .optional()
      .describe("Per host, every port that is open on purpose, e.g. `443: the shop itself`."),
    sites: z.array(field.site()).max(200).optional().describe("URLs of the sites."),
    repositories: z.array(field.repository()).max(200).optional().describe("Folders or URLs of the source."),
    databases: z.record(field.name(), databaseSchema).optional().describe("Databases, by name."),
    backups: z
      .record(
        field.name(),
        z
          .strictObject({
            vendor: field.name().optional().describe("Vendor that holds it; a name under vendors."),
            region: field.name().optional().describe("Region or data centre."),
          })
          .nullable()
          .describe("A place that holds copies."),
      )
      .optional()
      .describe("Places that hold backups, by name."),
    vendors: z
      .record(
        field.name(),
        z
          .strictObject({
            holds: z
              .array(field.name())
              .max(64)
              .describe("What falls with this vendor's console, e.g. hosts, dns, mail."),
          })
          .describe("A vendor."),
      )
      .optional()
      .describe("Vendors whose console can reset something of yours, by name."),
    secrets: secretsSchema.optional(),
    alerts: z.record(field.name(), alertSchema).optional().describe("Channels that alerts go to, by name."),
    quiet: z
      .array(quietSchema)
      .max(200)
      .optional()
      .describe("What nobody is told of. It is recorded on the host all the same."),
    auditor: auditorSchema.optional(),
    applications: z
      .record(field.name(), applicationSchema)
      .optional()
      .describe("Per host, what the application looks like there."),
    stranger: z
      .strictObject({ ssh: field.login().describe("user@host[:port] of that machine.") })
      .optional()
      .describe("A machine of yours that no allow-list names: attempts are also made from there."),
    attempts: z
      .record(
        field.name(),
        z.strictObject({ throwaway: throwawaySchema.optional() }).describe("What may be tried on this host."),
      )
      .optional()
      .describe("Per host, what attempts may use."),
    exceptions: z
      .array(exceptionSchema)
      .max(20_000)
      .optional()
      .describe("Controls that are knowingly not kept, each with a date and a reason."),
  })
  .describe("secondlock.yaml: what a team runs around its users' data.");

/** A valid service file, as it stands: defaults are filled in by `wantedOf`. */
export type ServiceFile = z.infer<typeof serviceFileSchema>;
