import { type AccountChange, type Reload, type Settings, type SqlChange, sqlRowsOf } from "@secondlock/model";
import type { FileStep, HostPlan, Step } from "../plan/plan.ts";

export interface RequestAbout {
  /** Who asks, for the other operator who is refused meanwhile, e.g. `ada@laptop`. */
  readonly who: string;
  /** Seconds to confirm. */
  readonly seconds: number;
  /** The plan in one line, for the list of what was changed. */
  readonly title: string;
  readonly record: Readonly<Record<string, Settings>>;
  /** Whom a firewall that closes SSH goes on letting in for a time: a literal address, and seconds. */
  readonly window?: { readonly address: string; readonly seconds: number } | undefined;
}

/**
 * What the host is asked to do, one wish a line. Accounts come before files, for a file may belong to a new account; root is
 * locked last. Everything that is free text goes as hexadecimal digits, so that no content can forge a line.
 */
export function requestText(steps: readonly Step[], about: RequestAbout): string {
  const order = steps.toSorted((a, b) => rank(a) - rank(b));
  return [
    `who\t${hex(about.who)}`,
    `seconds\t${about.seconds}`,
    `plan\t${hex(about.title)}`,
    `record\t${hex(JSON.stringify(about.record))}`,
    ...(about.window === undefined ? [] : [`open\t${about.window.address}\t${about.window.seconds}`]),
    ...staying(steps).map((text) => `stays\t${hex(text)}`),
    ...order.flatMap(wish),
    ...reloadsOf(steps).map((what) => `reload\t${what}`),
    "",
  ].join("\n");
}

/** What asks a host to bring everything back to before a journal; it knows the contents itself, byte for byte. */
export function undoRequest(to: string, about: Omit<RequestAbout, "record">): string {
  return [`who\t${hex(about.who)}`, `seconds\t${about.seconds}`, `plan\t${hex(about.title)}`, `undo\t${to}`, ""].join(
    "\n",
  );
}

/** Every step of a plan; the packages among them are installed before anything is armed. */
export function stepsOf({ items }: Pick<HostPlan, "items">): readonly Step[] {
  return items.flatMap(({ steps }) => steps);
}

/** What an undo does not take back. */
function staying(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step): readonly string[] => {
    if (step.kind === "package") return [`package ${step.package} (${step.wanted})`];
    return step.kind === "account" && step.wanted.make === "person" ? [`home of ${step.account}`] : [];
  });
}

const ranks = { account: 0, certificate: 1, file: 1, modes: 2, sql: 2.6, unit: 3, package: 4 } as const;

function rank(step: Step): number {
  return step.kind === "account" && step.account === "root" ? 2.5 : ranks[step.kind];
}

function wish(step: Step): readonly string[] {
  switch (step.kind) {
    case "file":
      return [fileWish(step)];
    case "modes":
      return [["modes", hex(step.path), step.mode.toString(8), step.owner, step.group].join("\t")];
    case "unit":
      return [
        ["unit", step.unit, yes(step.enabled), yes(step.active), ...(step.restart === true ? ["restart"] : [])].join(
          "\t",
        ),
      ];
    case "account":
      return [accountWish(step)];
    case "sql":
      return [sqlWish(step)];
    case "certificate":
      return [["certificate", hex(step.path), step.owner, hex(step.names.map(certifiedName).join(","))].join("\t")];
    case "package":
      return [];
  }
}

/** As `subjectAltName` of openssl takes it (man x509v3_config). */
function certifiedName(name: string): string {
  if (!/^[A-Za-z0-9.:_-]+$/.test(name)) throw new Error(`"${name}" is no name for a certificate`);
  return /^[\d.]+$|:/.test(name) ? `IP:${name}` : `DNS:${name}`;
}

function sqlWish({ engine, port, database, statements, undo, accounts }: SqlChange): string {
  const text = (some: readonly string[]): string => hex(some.map((one) => `${one};\n`).join(""));
  const rows = accounts === undefined ? "" : sqlRowsOf(accounts);
  return ["sql", engine, port ?? "", hex(database ?? ""), hex(rows), text(statements), text(undo)].join("\t");
}

function fileWish({ path, after }: FileStep): string {
  if (after === undefined) return ["file", hex(path), "0", "root", "root", "-"].join("\t");
  return ["file", hex(path), after.mode.toString(8), after.owner, after.group, `+${hex(after.content)}`].join("\t");
}

function accountWish({ account, wanted }: AccountChange): string {
  const words = [
    ...(wanted.make === undefined ? [] : [`make=${wanted.make}`]),
    ...(wanted.shell === undefined ? [] : [`shell=${wanted.shell}`]),
    ...(wanted.into === undefined ? [] : [`into=${wanted.into.join(",")}`]),
    ...(wanted.outOf === undefined ? [] : [`outof=${wanted.outOf.join(",")}`]),
    ...(wanted.password === undefined ? [] : ["password=locked"]),
    ...(wanted.expired === undefined ? [] : ["expired=yes"]),
  ];
  return ["account", account, ...words].join("\t");
}

/** Each at most once, sshd last: by then everything that a login needs is in place. */
export function reloadsOf(steps: readonly Step[]): readonly Reload[] {
  const wanted = steps.flatMap((step): readonly Reload[] => {
    if (step.kind === "file") return step.reload === undefined ? [] : [step.reload];
    return step.kind === "unit" && step.reload === true && step.unit === "ssh.service" ? ["ssh"] : [];
  });
  return [...new Set(wanted)].toSorted((a, b) => Number(a === "ssh") - Number(b === "ssh"));
}

function yes(wanted: boolean): "yes" | "no" {
  return wanted ? "yes" : "no";
}

export function hex(text: string): string {
  return Buffer.from(text, "utf8").toString("hex");
}
