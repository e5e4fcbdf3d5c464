import { z } from "zod";
import * as field from "./fields.ts";

/** The role of a host decides which controls apply. */
const roles = ["app", "db", "backup", "other"] as const;

export const hostSchema = z
  .strictObject({
    role: z.enum(roles).optional().describe("What the host is for: app, db, backup or other (default)."),
    ssh: field
      .login()
      .optional()
      .describe(
        "Login of the administrator: user@host[:port]; the host may be an alias of ~/.ssh/config. Left out for this machine.",
      ),
    via: field.name().optional().describe("Host that the login jumps through."),
    addresses: z
      .array(field.address("names"))
      .max(64)
      .optional()
      .describe("Public addresses or names, IPv4 and IPv6, that a stranger would use."),
    private: z
      .union([field.address("literal"), z.array(field.address("literal")).max(64)])
      .optional()
      .describe("Private address, or a list of them."),
    region: field.name().optional().describe("Region or data centre: what fails together."),
    vendor: field.name().optional().describe("Vendor whose console can reset this host; a name under vendors."),
    allow: z
      .array(field.allowance())
      .max(64)
      .optional()
      .describe("What is there on purpose, e.g. router, docker, tcp-forwarding, console-recovery."),
    sites: z
      .array(field.site())
      .max(200)
      .optional()
      .describe("Sites that this host serves; default: every app host serves all sites."),
  })
  .describe("A machine.");

export const personSchema = z
  .strictObject({
    keys: z.array(field.publicKey()).max(50).optional().describe("Public SSH keys, as in the .pub file."),
    admin: z.array(field.name()).max(20_000).optional().describe("Hosts that this person administers."),
    account: field.account().optional().describe("Login name on hosts; default: the person's name."),
    key_home: field.name().optional().describe("Where the private key lives, e.g. ada-laptop (default: NAME-laptop)."),
    second_factor: field
      .name()
      .optional()
      .describe(
        "Where the second factor lives, e.g. ada-phone. The same place as key_home means that both are lost together.",
      ),
  })
  .describe("Somebody who administers.");

const portReason = field.sentence().describe("Why the port is open, in your own words.");

export const portSchema = z.union([
  portReason,
  z.strictObject({
    reason: portReason,
    from: z
      .union([z.literal("anywhere"), z.array(field.name()).min(1).max(20_000)])
      .optional()
      .describe("Who may reach it: anywhere (default), or a list of hosts."),
  }),
]);
