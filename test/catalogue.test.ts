import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Facts } from "@secondlock/model";
import { exampleDatabaseHost, exampleHost } from "@secondlock/catalogue/testing";
import { controls, requirements } from "@secondlock/catalogue";

const folder = join(import.meta.dirname, "../packages/catalogue/src/controls");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && basename(file) !== "index.ts",
);
const hosts = [
  exampleHost(),
  exampleDatabaseHost(),
  exampleHost({ peopleDeclared: false, portsDeclared: false, admins: [], ports: [] }),
];

describe("the catalogue", () => {
  it("lists every control that has a file, once", () => {
    const ids = files.filter((file) => !file.endsWith(".test.ts")).map((file) => basename(file, ".ts"));
    expect(controls.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it("has a test beside every control", () => {
    const tests = new Set(files.filter((file) => file.endsWith(".test.ts")));
    expect(files.filter((file) => !file.endsWith(".test.ts") && !tests.has(file.replace(/\.ts$/, ".test.ts")))).toEqual(
      [],
    );
  });

  it("keeps at least 90 controls of a host", () => {
    expect(controls.length).toBeGreaterThanOrEqual(90);
  });

  it.each(controls.map((control) => [control.id, control] as const))("%s is whole", (id, control) => {
    const known = new Set(requirements.flatMap(({ items }) => items.map((item) => item.id)));
    expect(files).toContain(join(control.area, `${id}.ts`));
    expect(control.covers.filter((requirement) => !known.has(requirement))).toEqual([]);
    expect(control.title).toMatch(/^\S.*[^.!]$/);
    expect(control.why).toMatch(/\.$/);
    expect(control.why).not.toMatch(/!(\s|$)/);
    for (const host of hosts) expect(control.fix(host).length).toBeGreaterThan(0);
  });

  it("reads each fact the same way wherever it is asked for: one id is one fact", () => {
    const byId = new Map<string, unknown>();
    for (const fact of controls.flatMap((control) => Object.values(control.facts as Facts))) {
      expect(byId.get(fact.id) ?? fact).toBe(fact);
      byId.set(fact.id, fact);
    }
  });

  it("bounds every read", () => {
    const reads = controls
      .flatMap((control) => Object.values(control.facts as Facts))
      .flatMap((fact) => hosts.flatMap((host) => Object.values(fact.reads(host))));
    expect(reads.filter(({ bytes = 0, seconds = 0 }) => bytes > 2 ** 21 || seconds > 30)).toEqual([]);
  });

  it("never gives two states of one resource different values for one key", () => {
    for (const host of hosts) {
      const wanted = new Map<string, string>();
      const states = controls
        .filter((control) => control.applies(host).applies)
        .flatMap((control) => control.fix(host))
        .filter((fix) => "settings" in fix);
      const clashes = states.flatMap(({ resource, settings }) =>
        Object.entries(settings).flatMap(([key, value]) => {
          const place = `${resource} ${key}`;
          const before = wanted.get(place);
          wanted.set(place, value);
          return before === undefined || before === value ? [] : [`${place}: ${before} or ${value}`];
        }),
      );
      expect(clashes).toEqual([]);
    }
  });

  it("has no line of a control file longer than a screen, and no file longer than 60 lines", () => {
    const long = files
      .filter((file) => !file.endsWith(".test.ts"))
      .filter((file) => readFileSync(join(folder, file), "utf8").split("\n").length > 61);
    expect(long).toEqual([]);
  });
});
