import { describe, expect, it } from "vitest";
import type { Change } from "@secondlock/model";
import type { CurrentFile } from "./current-files.ts";
import type { Draft } from "./draft.ts";
import { resolveSteps } from "./resolve-steps.ts";

const draft = (resource: string, ...changes: readonly Change[]): Draft => ({
  resource,
  states: [],
  controls: [{ id: resource, title: resource, severity: "medium", because: "", closes: [] }],
  settings: {},
  costs: [],
  changes,
});
const there = (content: string, mode = 0o644): CurrentFile => ({
  state: "there",
  file: { content, mode, owner: "root", group: "root" },
});
const append = (path: string, line: string): Change => ({
  kind: "file",
  path,
  content: (before = "") => (before.includes(line) ? before : `${before}${line}\n`),
});

const stepsFor = (
  drafts: readonly Draft[],
  files: ReadonlyMap<string, CurrentFile>,
  installed: readonly string[] = [],
): ReturnType<typeof resolveSteps> =>
  resolveSteps(drafts, { files, installed: new Set(installed), ...{ theirs: new Map(), fixedRights: new Map() } });

describe("from wishes to steps", () => {
  it("makes one content of two wishes for one file, and shows it once", () => {
    const { items } = stepsFor([draft("a", append("/etc/x", "one")), draft("b", append("/etc/x", "two"))], new Map());
    expect(items).toHaveLength(1);
    expect(items[0]?.steps).toMatchObject([{ kind: "file", path: "/etc/x", after: { content: "one\ntwo\n" } }]);
  });

  it("leaves out what is already so", () => {
    const files = new Map([["/etc/x", there("one\n")]]);
    expect(stepsFor([draft("a", append("/etc/x", "one"))], files).items).toEqual([]);
  });

  it("keeps the mode of a file that is there, unless it is wanted otherwise", () => {
    const files = new Map([["/etc/x", there("", 0o640)]]);
    const after = (change: Change) => stepsFor([draft("a", change)], files).items[0]?.steps[0];
    expect(after(append("/etc/x", "one"))).toMatchObject({ after: { mode: 0o640 } });
    expect(after({ ...append("/etc/x", "one"), mode: 0o600 } as Change)).toMatchObject({ after: { mode: 0o640 } });
    expect(after({ ...append("/etc/x", "one"), mode: 0o600, enforceMode: true } as Change)).toMatchObject({
      after: { mode: 0o600 },
    });
  });

  it("takes a file away, and none that is not there", () => {
    const gone: Change = { kind: "file", path: "/etc/x", content: () => undefined };
    expect(stepsFor([draft("a", gone)], new Map()).items).toEqual([]);
    const [item] = stepsFor([draft("a", gone)], new Map([["/etc/x", there("x")]])).items;
    expect(item?.steps).toEqual([expect.not.objectContaining({ after: expect.anything() })]);
  });

  it("installs what is not there, and removes what is", () => {
    const wish = (name: string, wanted: "installed" | "removed"): Change => ({
      kind: "package",
      package: name,
      wanted,
    });
    const all = [
      wish("aide", "installed"),
      wish("sudo", "installed"),
      wish("telnet", "removed"),
      wish("ftp", "removed"),
    ];
    const [item] = stepsFor([draft("a", ...all)], new Map(), ["sudo", "telnet"]).items;
    expect(item?.steps).toEqual([wish("aide", "installed"), wish("telnet", "removed")]);
  });

  it("refuses to edit what it cannot see whole", () => {
    const files = new Map<string, CurrentFile>([
      ["/etc/x", { state: "untouchable", because: "it is a symbolic link" }],
    ]);
    expect(stepsFor([draft("a", append("/etc/x", "one"))], files)).toEqual({
      ...{ items: [], byHand: [] },
      refusals: ["/etc/x is not touched: it is a symbolic link"],
    });
  });

  it("leaves a path of a person to a person, and goes on with the rest", () => {
    const keys = "/home/grace/.ssh/authorized_keys";
    const modes = (path: string): Change => ({ kind: "modes", path, mode: 0o700, owner: "grace", group: "grace" });
    const drafts = [
      draft("keys", append(keys, "one"), modes("/home/grace/.ssh"), append("/etc/x", "one")),
      draft("same keys", append(keys, "two")),
    ];
    const { items, byHand, refusals } = resolveSteps(drafts, {
      files: new Map([[keys, { state: "untouchable", because: "it is a symbolic link" }]]),
      fixedRights: new Map([["/home/grace/.ssh", "it is reached over a link"]]),
      theirs: new Map([keys, "/home/grace/.ssh"].map((path) => [path, { keeper: "grace", owner: "" }])),
      installed: new Set(),
    });
    expect(refusals).toEqual([]);
    expect(items.flatMap(({ steps }) => steps)).toMatchObject([{ kind: "file", path: "/etc/x" }]);
    const todo = "grace can put anything there: look at it, remove it or make a plain file of it, and plan again.";
    const link = `${keys} is not touched: it is a symbolic link. ${todo}`;
    expect(byHand.map(({ control, text }) => [control.id, text])).toEqual([
      ["keys", link],
      ["keys", `/home/grace/.ssh is not touched: it is reached over a link. ${todo}`],
      ["same keys", link],
    ]);
  });

  it("leaves a file to a person that would belong to somebody else than the folder's owner", () => {
    const keys = "/home/grace/.ssh/authorized_keys";
    const left = (change: object): readonly unknown[] => {
      const current = {
        files: new Map([[keys, there("")]]),
        theirs: new Map([[keys, { keeper: "grace", owner: "" }]]),
      };
      const drafts = [draft("a", { ...append(keys, "one"), ...change })];
      return resolveSteps(drafts, { ...current, fixedRights: new Map(), installed: new Set() }).byHand;
    };
    expect(left({})).toMatchObject([{ text: expect.stringContaining("to belong to root, in a folder of grace") }]);
    expect(left({ owner: "grace", enforceMode: true })).toEqual([]);
  });

  it("gives nobody a file of somebody else's that was moved into their folder", () => {
    const path = "/home/grace/.ssh/authorized_keys";
    const left = (owner: string, to: string): readonly unknown[] => {
      const current = { files: new Map(), theirs: new Map([[path, { keeper: "grace", owner }]]) };
      const change: Change = { kind: "modes", path, mode: 0o600, owner: to, group: "grace" };
      return resolveSteps([draft("a", change)], { ...current, fixedRights: new Map(), installed: new Set() }).byHand;
    };
    expect(left("ada", "grace")).toMatchObject([
      { text: expect.stringContaining("it belongs to ada, and grace is to get it") },
    ]);
    for (const [owner, to] of [
      ["ada", "ada"],
      ["ada", "root"],
      ["root", "grace"],
      ["grace", "ada"],
    ] as const)
      expect(left(owner, to)).toEqual([]);
  });

  it("refuses rights that root's own folder does not let it set", () => {
    const path = "/etc/x";
    const change: Change = { kind: "modes", path, mode: 0o600, owner: "root", group: "root" };
    const current = { files: new Map(), theirs: new Map(), installed: new Set<string>() };
    const fixedRights = new Map([[path, "it is a symbolic link"]]);
    expect(resolveSteps([draft("a", change)], { ...current, fixedRights })).toEqual({
      ...{ items: [], byHand: [] },
      refusals: ["/etc/x is not touched: it is a symbolic link"],
    });
  });

  it("takes the strictest of two modes, and the owner that somebody changes", () => {
    const was = { mode: 0o777, owner: "ada", group: "ada" };
    const modes = (mode: number, owner: string): Change => ({
      kind: "modes",
      path: "/srv/x",
      mode,
      owner,
      group: "ada",
      was,
    });
    const { items } = stepsFor([draft("a", modes(0o755, "ada")), draft("b", modes(0o770, "root"))], new Map());
    expect(items[0]?.steps).toEqual([{ kind: "modes", path: "/srv/x", mode: 0o750, owner: "root", group: "ada", was }]);
  });

  const unit = (enabled: boolean, more: object = {}): Change => ({
    ...{ kind: "unit", unit: "x.service", enabled, active: enabled },
    ...more,
  });

  it("refuses two opposite wishes for one unit, and brings about neither", () => {
    expect(stepsFor([draft("a", unit(true)), draft("b", unit(false))], new Map())).toEqual({
      ...{ items: [], byHand: [] },
      refusals: ["x.service: a wants enabled and running, and b disabled and stopped"],
    });
  });

  it("starts a unit anew when any of those that want it says so", () => {
    const { items, refusals } = stepsFor(
      [draft("a", unit(true)), draft("b", unit(true, { restart: true }))],
      new Map(),
    );
    expect(refusals).toEqual([]);
    expect(items.flatMap(({ steps }) => steps)).toEqual([unit(true, { restart: true })]);
  });

  it("refuses a package that is to be there and not to be there", () => {
    const wish = (wanted: "installed" | "removed"): Change => ({ kind: "package", package: "ftp", wanted });
    expect(stepsFor([draft("a", wish("installed")), draft("b", wish("removed"))], new Map())).toEqual({
      ...{ items: [], byHand: [] },
      refusals: ["package ftp: a wants installed, and b removed"],
    });
  });

  it("refuses two modes that are both to be enforced on one file, and two reloads after it", () => {
    const wish = (more: object): Change => ({ ...append("/etc/x", "one"), ...more });
    const both = (one: object, other: object): readonly string[] =>
      stepsFor([draft("a", wish(one)), draft("b", wish(other))], new Map()).refusals;
    const [tight, wide] = [
      { mode: 0o600, enforceMode: true },
      { mode: 0o644, enforceMode: true },
    ];
    expect(both(tight, tight)).toEqual([]);
    expect(both(tight, {})).toEqual([]);
    expect(both(tight, wide)).toEqual(["/etc/x: a wants 600 root:root, and b 644 root:root"]);
    expect(both({ reload: "ssh" }, {})).toEqual([]);
    expect(both({ reload: "ssh" }, { reload: "sysctl" })).toEqual(["/etc/x: a wants ssh told of it, and b sysctl"]);
  });

  it("plans for no package when it is not known which are installed", () => {
    const wish: Change = { kind: "package", package: "ftp", wanted: "removed" };
    const files = { files: new Map(), theirs: new Map(), fixedRights: new Map() };
    const current = { ...files, installed: new Set<string>(), packagesUnread: "dpkg-query ended with 2" };
    expect(resolveSteps([draft("a", wish)], current)).toEqual({
      ...{ items: [], byHand: [] },
      refusals: ["which packages are installed is not known: dpkg-query ended with 2"],
    });
  });
});
