import { z } from "zod";
import * as field from "./fields.ts";

const portReason = field.sentence().describe("Why the port is open, in your own words.");

const portNumber = z.int().min(1).max(65_535);

const outboundPortSchema = z.union([
  portReason,
  z.strictObject({
    reason: portReason,
    to: z
      .union([z.literal("anywhere"), z.array(field.hostOrAddress()).min(1).max(1000)])
      .optional()
      .describe("Where to: anywhere (default), or a list of hosts and literal addresses."),
  }),
]);

const outboundModes = z.enum(["off", "learn", "enforce"]);

/** What a host may send out. */
const outboundSchema = z
  .union([
    outboundModes,
    z.strictObject({
      mode: outboundModes.describe("off, learn or enforce."),
      ports: z
        .record(field.portKey(), outboundPortSchema)
        .optional()
        .describe("Ports that the host connects to, each with its reason."),
    }),
  ])
  .describe(
    "What may go out. off (default): everything. learn: everything, and the kernel logs what enforce would drop (journalctl -k, secondlock-out). enforce: names, time, ping, packages fetched by root and apt, what other hosts declare for this one, and ports; nothing else.",
  );

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
    firewall: z
      .literal("nftables")
      .optional()
      .describe(
        "nftables: Secondlock's own table takes the place of ufw, firewalld and saved iptables rules, which are switched off from the next restart on. Left out: ufw and firewalld stay in charge where they are.",
      ),
    outbound: outboundSchema.optional(),
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

export const portSchema = z.union([
  portReason,
  z.strictObject({
    reason: portReason,
    from: z
      .union([z.enum(["anywhere", "on-demand"]), z.array(field.hostOrAddress()).min(1).max(20_000)])
      .optional()
      .describe(
        "Who may reach it: anywhere (default), a list of hosts and literal addresses, or on-demand: nobody, until `secondlock open-ssh` opens it to one address for a time. [jump-1, on-demand]: always from jump-1, over which it can be opened.",
      ),
    to: portNumber
      .optional()
      .describe(
        "The unprivileged port that the application listens on: this one is redirected there, and that one is closed from outside.",
      ),
  }),
]);
