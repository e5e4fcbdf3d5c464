import { z } from "zod";
import * as field from "./fields.ts";
import { alertAddress, mailAddress } from "./alert-fields.ts";

const kinds = ["webhook", "slack", "pushover", "smtp"] as const;

/** One channel: exactly one kind of it. */
export const alertSchema = z
  .strictObject({
    webhook: alertAddress()
      .optional()
      .describe(
        "Takes a POST with JSON. sealed:NAME where knowing the address is enough to use it; else https://..., or http:// to a literal private address.",
      ),
    slack: field.sealed().optional().describe("An incoming webhook of Slack: sealed:NAME."),
    pushover: z
      .strictObject({
        token: field.sealed().describe("Token of the application: sealed:NAME."),
        user: field.sealed().describe("Key of the user or group: sealed:NAME."),
      })
      .optional()
      .describe("An application of Pushover."),
    smtp: z
      .strictObject({
        server: field.address("names").describe("Mail server; TLS is required, and its certificate is checked."),
        port: z.int().min(1).max(65_535).optional().describe("587 (default, STARTTLS) or 465 (TLS from the start)."),
        from: mailAddress().describe("Sender."),
        to: z.array(mailAddress()).min(1).max(20).describe("Recipients; better two than one."),
        user: field.account().or(mailAddress()).optional().describe("Account on the mail server."),
        password: field.sealed().optional().describe("Its password: sealed:NAME."),
      })
      .optional()
      .describe("Mail."),
  })
  .superRefine((alert, context) => {
    const given = kinds.filter((kind) => alert[kind] !== undefined);
    if (given.length === 1) return;
    context.addIssue({
      code: "custom",
      message: given.length === 0 ? "is no channel" : "is more than one channel",
      params: { hint: `write exactly one of ${kinds.join(", ")}` },
    });
  })
  .describe("A channel for alerts: one of webhook, slack, pushover, smtp.");

export const quietSchema = z
  .strictObject({
    account: field.account().describe("Account that logs in, exactly."),
    from: field.address("literal").describe("Address that it comes from, exactly."),
    command: field
      .sentence()
      .max(200)
      .optional()
      .describe("Quiet is sudo with this whole command line, and not the login. Left out: the login."),
    hosts: z.array(field.name()).max(20_000).optional().describe("Only on these hosts. Default: all."),
    until: field.day().optional().describe("Last day on which it holds."),
    reason: field.sentence().describe("Why nobody needs to hear of it."),
  })
  .describe("One account from one address that nobody is told of.");
