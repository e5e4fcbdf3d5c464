import { z } from "zod";
import * as field from "./fields.ts";
import { printable } from "./problem.ts";

/** What rotates a secret: a program at its provider, or a person. */
export const rotationProviders = ["postgresql", "by-hand"] as const;

const longestEvery = 3_650;
const everyPattern = /^(?<days>[1-9]\d{0,3})d$/;

/** The days of `90d`; undefined for what is none. */
export function readDays(text: string): number | undefined {
  const days = Number(everyPattern.exec(text)?.groups?.["days"] ?? 0);
  return days >= 1 && days <= longestEvery ? days : undefined;
}

/** Whether a key of the section is the path of a sealed file; else it is the NAME of one secret. */
export function isSealedPath(key: string): boolean {
  return /[./]/.test(key);
}

/** A path below the repository: no way out of it, and the same text for the same file. */
function isPathBelow(path: string): boolean {
  const parts = path.split("/");
  return path.length <= 200 && parts.every((part) => part !== "" && part !== "." && part !== "..");
}

const role = (): z.ZodString =>
  field
    .ruled((value) =>
      /^[a-z_][a-z0-9_]{0,62}$/.test(value)
        ? undefined
        : {
            what: `is not the name of a role: ${printable(value, 80)}`,
            hint: "use small letters, digits and underscore",
          },
    )
    .meta({ pattern: "^[a-z_][a-z0-9_]{0,62}$" });

const rotationSchema = z
  .strictObject({
    every: field
      .ruled((value) =>
        readDays(value) === undefined
          ? {
              what: `is not a number of days: ${printable(value, 40)}`,
              hint: `write e.g. 90d; at most ${longestEvery}d`,
            }
          : undefined,
      )
      .meta({ pattern: "^[1-9][0-9]{0,3}d$" })
      .optional()
      .describe("How old the value may become, e.g. 90d. Left out: it is never overdue."),
    provider: z
      .enum(rotationProviders)
      .optional()
      .describe("postgresql: two login roles that take turns. by-hand (default): a person makes the new value."),
    roles: z
      .array(role())
      .superRefine((roles, context) => {
        if (roles.length === 2 && roles[0] !== roles[1]) return;
        const hint = "write two different login roles that take turns, e.g. [shop_a, shop_b]";
        context.addIssue({ code: "custom", message: "has to name two roles", params: { hint } });
      })
      .optional()
      .describe("The two login roles that take turns (postgresql)."),
    owner: role().optional().describe("Role that both are members of, and that owns what they make (postgresql)."),
    url: field
      .ruled((value) => {
        const hint = "write e.g. postgresql://db-1.internal:5432/shop; role and password are put into it";
        if (!/^postgres(ql)?:\/\/[^\s]+$/.test(value) || !URL.canParse(value))
          return { what: "is not the URL of a database", hint };
        const { username, password } = new URL(value);
        return username === "" && password === "" ? undefined : { what: "holds a user or a password", hint };
      })
      .optional()
      .describe("What the value is without role and password: postgresql://HOST:PORT/DATABASE (postgresql)."),
  })
  .superRefine(({ provider, ...settings }, context) => {
    if (provider === "postgresql" && settings.roles === undefined) {
      const hint = "add roles: with two login roles that take turns, e.g. [shop_a, shop_b]";
      context.addIssue({ code: "custom", message: "needs roles", params: { hint } });
    }
    for (const key of provider === "postgresql" ? [] : (["roles", "owner", "url"] as const)) {
      if (settings[key] === undefined) continue;
      const hint = "add provider: postgresql, or remove it";
      context.addIssue({ code: "custom", path: [key], message: "is for provider: postgresql", params: { hint } });
    }
  })
  .describe("How one value is rotated.");

/** `secrets:`: sealed files by their path, and single secrets by their NAME. References are checked in cross-check-secrets.ts. */
export const secretsSchema = z
  .record(
    field
      .ruled((value) => {
        if (isSealedPath(value))
          return isPathBelow(value)
            ? undefined
            : { what: "is not a path below the repository", hint: "write e.g. .env.sealed or shop/.env.sealed" };
        return field.isNameOfSecret(value)
          ? undefined
          : {
              what: "is neither a sealed file nor a name of the form API_KEY",
              hint: "write the path of a file, e.g. .env.sealed, or the NAME of a secret; never its value",
            };
      })
      .meta({ pattern: "^([A-Z][A-Z0-9_]{0,99}|[^/]*[./].*)$" }),
    z
      .strictObject({
        purpose: field.sentence().optional().describe("What it is for."),
        hosts: z.array(field.name()).max(20_000).optional().describe("Hosts that open this sealed file."),
        confirmers: z.array(field.name()).max(64).optional().describe("Confirmers that have its second lock."),
        rotate: z
          .record(field.secretName(), rotationSchema)
          .optional()
          .describe("Values of this file that are rotated, by NAME."),
      })
      .nullable()
      .describe("A sealed file, or nothing of a secret but its name."),
  )
  .describe("Sealed files by path, and names of secrets, never their values.");
