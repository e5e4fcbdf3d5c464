import type { AccountChange, HostWanted, ModesChange, Reload, UnitChange } from "@secondlock/model";
import { reloadsOf } from "../host/request.ts";
import type { FileState, FileStep, Step } from "../plan/plan.ts";
import { reduceSecrets } from "../report/secrets.ts";

/** What a host is to be, by kind and in the order in which it is brought about. */
export interface Desired {
  readonly wanted: HostWanted;
  readonly install: readonly string[];
  readonly remove: readonly string[];
  /** Root comes last: it is locked once somebody else can become root. */
  readonly accounts: readonly AccountChange[];
  readonly files: readonly (FileStep & { readonly after: FileState })[];
  /** Paths at which no file is to be. */
  readonly gone: readonly string[];
  readonly modes: readonly ModesChange[];
  readonly units: readonly UnitChange[];
  readonly reloads: readonly Reload[];
  /** What neither cloud-init nor Ansible's own modules can bring about, for people. */
  readonly left: readonly string[];
}

/** What `useradd` leaves open to others; a plan sees a home only once it is there. */
const homeMode = 0o750;

/** From the steps of a plan, with packages to be there before anything else. Pure. */
export function desiredOf(wanted: HostWanted, steps: readonly Step[], packages: readonly string[] = []): Desired {
  const of = <K extends Step["kind"]>(kind: K): readonly Extract<Step, { kind: K }>[] =>
    steps.filter((step): step is Extract<Step, { kind: K }> => step.kind === kind);
  const named = (what: "installed" | "removed"): readonly string[] =>
    of("package").flatMap((step) => (step.wanted === what ? [step.package] : []));
  const accounts = of("account").toSorted((a, b) => Number(a.account === "root") - Number(b.account === "root"));
  const homes = accounts
    .filter((one) => one.wanted.make === "person")
    .map(({ account }): ModesChange => {
      return { kind: "modes", path: `/home/${account}`, mode: homeMode, owner: account, group: account };
    });
  const modes = [...homes, ...of("modes"), ...copiesOfShadow(of("modes"))];
  const modeOf = new Map(of("modes").map((step) => [step.path, step] as const));
  const files = of("file");
  const written = new Set(files.map(({ path }) => path));
  return {
    wanted,
    accounts,
    install: [...new Set([...packages, ...named("installed")])].toSorted(),
    remove: [...new Set(named("removed"))].toSorted(),
    // content and modes of one path are one wish: told apart, each run would change them twice
    files: files.flatMap((step) => {
      const { mode, owner, group } = modeOf.get(step.path) ?? {};
      const wish = { ...(mode === undefined ? {} : { mode }), ...(owner && group ? { owner, group } : {}) };
      return step.after === undefined ? [] : [{ ...step, after: { ...step.after, ...wish } }];
    }),
    gone: files.flatMap(({ path, after }) => (after === undefined ? [path] : [])),
    modes: modes.filter(({ path }) => !written.has(path)),
    units: of("unit"),
    reloads: reloadsOf(steps),
    left: steps.flatMap((step): readonly string[] => {
      if (step.kind === "sql") return [`statements for the database server (${step.engine})`];
      return step.kind === "certificate" ? [`a key and a certificate of its own: ${step.path}`] : [];
    }),
  };
}

/** The tools for accounts leave a copy with the rights that the file had before: it gets the new ones too. */
function copiesOfShadow(modes: readonly ModesChange[]): readonly ModesChange[] {
  const paths = new Set(modes.map(({ path }) => path));
  return modes
    .filter(({ path }) => /^\/etc\/g?shadow$/.test(path) && !paths.has(`${path}-`))
    .map((step) => ({ ...step, path: `${step.path}-` }));
}

/** Paths of the files that would carry a secret out of the host. */
export function secretFiles({ files }: Pick<Desired, "files">): readonly string[] {
  return files.flatMap(({ path, after: { content } }) => (reduceSecrets(content) === content ? [] : [path]));
}

/** Groups that an account is put into, and those that are only to be there: into and out again. */
export function groupsOf({ wanted }: AccountChange): {
  readonly into: readonly string[];
  readonly outOf: readonly string[];
  readonly made: readonly string[];
} {
  const { into = [], outOf = [] } = wanted;
  return {
    into: into.filter((group) => !outOf.includes(group)),
    outOf: outOf.filter((group) => !into.includes(group)),
    made: into,
  };
}

export function octal(mode: number): string {
  return `0${mode.toString(8).padStart(3, "0")}`;
}
