import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { loadService, rotationDue } from "@secondlock/service";
import { readTrustedFile, type SealedFile } from "@secondlock/vault/file";
import { complain, type Console } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { refuseEdit } from "../unedited.ts";
import { deskOf } from "./set.ts";

interface Listed {
  readonly file: string;
  readonly sequence: number;
  readonly editedBy: string;
  readonly editedAt: string;
  readonly hosts: readonly string[];
  readonly editors: readonly string[];
  readonly secrets: readonly ListedSecret[];
}

interface ListedSecret {
  readonly name: string;
  readonly version: number;
  /** Day on which it was set. */
  readonly set: string;
  readonly ageDays: number;
  readonly rotation?: { readonly until: string; readonly state: "due" | "overdue" };
}

/** Lists what is in a sealed file, and opens nothing. */
export async function secretsCommand(options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const { home, file } = deskOf(options);
  const { keys } = options;
  const trusted = await readTrustedFile(typeof keys === "string" ? keys : home, file);
  if (!trusted.ok) return refuseEdit(console, trusted);
  const today = new Date().toISOString().slice(0, 10);
  const due = await dueOf(trusted.value.sealed, { file, service: String(options["service"]), today }, console);
  const listed = listedOf(trusted.value.sealed, due, today);
  console.out(options["json"] === true ? `${JSON.stringify(listed, null, 2)}\n` : tableOf(listed));
  return 0;
}

type Due = ReadonlyMap<string, NonNullable<ListedSecret["rotation"]>>;

function listedOf({ header, wraps, values, last }: SealedFile, due: Due, today: string): Listed {
  const { content } = header;
  return {
    file: content.file,
    sequence: last.content.sequence,
    editedBy: last.content.by,
    editedAt: last.content.at,
    hosts: [...new Set(wraps.map(({ content }) => content.host))],
    editors: content.editors.map(({ name }) => name),
    secrets: values.map(({ name, version, day }) => {
      const rotation = due.get(name);
      const ageDays = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
      return { name, version, set: day, ageDays, ...(rotation === undefined ? {} : { rotation }) };
    }),
  };
}

/** What the service file says of rotation; without one nothing is due. */
async function dueOf(
  { values }: SealedFile,
  { file, service, today }: { readonly file: string; readonly service: string; readonly today: string },
  console: Console,
): Promise<Due> {
  if (!existsSync(service)) return new Map();
  const loaded = await loadService(service);
  if (!loaded.ok) {
    complain(console, `${service} has errors, so nothing is said of rotation`, "secondlock audit tells them");
    return new Map();
  }
  const path = relative(dirname(resolve(service)), resolve(file));
  const ages = values.map(({ name, day }) => ({ file: path, name, day }));
  return new Map(rotationDue(loaded.value, ages, today).map(({ name, until, state }) => [name, { until, state }]));
}

function tableOf({ secrets, hosts, editors, sequence, editedBy, editedAt }: Listed): string {
  const rows = secrets.map(({ name, version, set, ageDays, rotation }) => [
    name,
    String(version),
    set,
    `${ageDays} ${ageDays === 1 ? "day" : "days"}`,
    rotation === undefined ? "" : `${rotation.state}: ${rotation.until}`,
  ]);
  const all = [["NAME", "VERSION", "SET", "AGE", "ROTATION"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const table = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [
    ...table,
    "",
    `hosts    ${hosts.join(", ") || "none"}`,
    `editors  ${editors.join(", ") || "none"}`,
    `last     sequence ${sequence}, ${editedAt} by ${editedBy}`,
    "",
  ].join("\n");
}
