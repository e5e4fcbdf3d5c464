import { mayAsk } from "./plan-options.ts";

/** The audit's options as they come from the command line, checked. */
export interface AuditArguments {
  readonly file: string;
  readonly hosts: readonly string[];
  readonly insideOnly: boolean;
  readonly full: boolean;
  readonly all: boolean;
  readonly redact: boolean;
  readonly since: string | undefined;
  readonly failOn: string;
  readonly keep: boolean;
  readonly sshConfig: string | undefined;
  readonly asAuditor: boolean;
  readonly identity: string | undefined;
  readonly ask: boolean | "when needed";
  readonly sudoPasswordStdin: boolean;
  readonly timeout: number;
  readonly width: number;
  readonly ascii: boolean;
  readonly showScript: boolean;
  /** Formats wanted: `true` for standard output, a file otherwise. */
  readonly outputs: readonly { readonly format: Format; readonly to: string | true }[];
}

export const formats = ["json", "sarif", "junit", "html"] as const;
export type Format = (typeof formats)[number];

export type CheckedArguments =
  | { readonly ok: true; readonly value: AuditArguments }
  | { readonly ok: false; readonly what: string; readonly hint: string };

export function auditArguments(options: Record<string, unknown>): CheckedArguments {
  const timeout = wholeNumber(options["timeout"], 1, 3_600);
  const width = wholeNumber(options["width"], 1, 256);
  if (timeout === undefined) return wrong("--timeout is not a number of seconds", "give a whole number from 1 to 3600");
  if (width === undefined) return wrong("--width is not a number of hosts", "give a whole number from 1 to 256");
  const outputs = formats.flatMap((format) => {
    const to = options[format];
    return typeof to === "string" || to === true ? [{ format, to: to === "-" ? (true as const) : to }] : [];
  });
  if (outputs.filter(({ to }) => to === true).length > 1)
    return wrong("two reports want standard output", "give all but one of them a file, e.g. --html report.html");
  return {
    ok: true,
    value: {
      file: String(options["file"]),
      hosts: Array.isArray(options["host"]) ? options["host"].map(String) : [],
      insideOnly: options["insideOnly"] === true,
      full: options["full"] === true,
      all: options["all"] === true,
      redact: options["redact"] === true,
      since: typeof options["since"] === "string" ? options["since"] : undefined,
      failOn: typeof options["failOn"] === "string" ? options["failOn"] : "none",
      keep: options["keep"] !== false,
      sshConfig: typeof options["sshConfig"] === "string" ? options["sshConfig"] : undefined,
      asAuditor: options["asAuditor"] === true,
      identity: typeof options["identity"] === "string" ? options["identity"] : undefined,
      ask: mayAsk(options),
      sudoPasswordStdin: options["sudoPasswordStdin"] === true,
      timeout,
      width,
      ascii: options["ascii"] === true,
      showScript: options["showScript"] === true,
      outputs,
    },
  };
}

function wrong(what: string, hint: string): CheckedArguments {
  return { ok: false, what, hint };
}

function wholeNumber(value: unknown, least: number, most: number): number | undefined {
  const text = String(value);
  const number = Number(text);
  return /^\d{1,6}$/.test(text) && number >= least && number <= most ? number : undefined;
}
