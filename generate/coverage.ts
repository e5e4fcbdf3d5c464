import type { AnyControl, Breach, Ways } from "@secondlock/model";

/** Something that covers a requirement, and the test that would fail without it. */
export interface Cover {
  readonly kind: "control" | "attempt" | "breach" | "ways" | "feature";
  readonly id: string;
  readonly covers: readonly string[];
  /** Path of its test, from the repository's root. */
  readonly test: string;
}

/** What of the product, beside the catalogue, covers a requirement. */
export interface Feature {
  readonly id: string;
  readonly title: string;
  readonly covers: readonly string[];
  readonly test: string;
}

export function coversOf(
  controls: readonly AnyControl[],
  testOf: (control: AnyControl) => string,
  answers: {
    readonly breaches: readonly Breach[];
    readonly ways: readonly Ways[];
    readonly breachTest: string;
    readonly waysTest: string;
  },
  features: readonly Feature[],
): readonly Cover[] {
  return [
    ...controls.map((control): Cover => ({
      kind: "control",
      id: control.id,
      covers: control.covers,
      test: testOf(control),
    })),
    ...controls.flatMap((control): Cover[] =>
      "none" in control.attempt
        ? []
        : [{ kind: "attempt", id: control.attempt.id, covers: control.covers, test: testOf(control) }],
    ),
    ...answers.breaches.map((breach): Cover => ({
      kind: "breach",
      id: breach.id,
      covers: breach.covers,
      test: answers.breachTest,
    })),
    ...answers.ways.map((ways): Cover => ({ kind: "ways", id: ways.id, covers: ways.covers, test: answers.waysTest })),
    ...features.map(({ id, covers, test }): Cover => ({ kind: "feature", id, covers, test })),
  ];
}

export interface RequirementLine {
  readonly id: string;
  readonly title: string;
  readonly source: string;
}

/** Claims that name a requirement which does not exist, or whose test is not there. */
export function falseClaims(
  covers: readonly Cover[],
  known: ReadonlySet<string>,
  exists: (path: string) => boolean,
): readonly string[] {
  return covers.flatMap((cover) => [
    ...cover.covers
      .filter((id) => !known.has(id))
      .map((id) => `${cover.kind} ${cover.id} claims ${id}, which does not exist`),
    ...(exists(cover.test)
      ? []
      : [`${cover.kind} ${cover.id} claims ${cover.covers.join(", ")} without a test: ${cover.test} is not there`]),
  ]);
}

/** Text of docs/coverage.md. */
export function coveragePage(
  themes: readonly { readonly theme: string; readonly items: readonly RequirementLine[] }[],
  covers: readonly Cover[],
): string {
  const byRequirement = Map.groupBy(
    covers.flatMap((cover) => [...new Set(cover.covers)].map((requirement) => ({ requirement, cover }))),
    ({ requirement }) => requirement,
  );
  const all = themes.flatMap(({ items }) => items);
  const covered = all.filter(({ id }) => byRequirement.has(id)).length;
  const sections = themes.map(({ theme, items }) => {
    const open = items.filter(({ id }) => !byRequirement.has(id)).length;
    const rows = items.map((item) =>
      row(
        item,
        (byRequirement.get(item.id) ?? []).map(({ cover }) => cover),
      ),
    );
    return `## ${theme}\n\n${items.length - open} of ${items.length} covered.\n\n| id | requirement | covered by | tests |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  return `# Coverage\n\nMade by \`npm run generate\`. Each requirement, and the controls, attempts, ways, breaches and features that cover it, or **open**.\nA claim without a test fails the build.\n\n${covered} of ${all.length} requirements are covered so far.\n\n${sections.join("\n")}`;
}

function row({ id, title }: RequirementLine, covers: readonly Cover[]): string {
  if (covers.length === 0) return `| ${id} | ${cell(title)} | **open** | |`;
  const by = [...Map.groupBy(covers, ({ kind }) => kind)]
    .map(([kind, some]) => `${kind}: ${[...new Set(some.map((cover) => cover.id))].join(", ")}`)
    .join("; ");
  const tests = [...new Set(covers.map(({ test }) => test))];
  const links = tests.slice(0, 4).map((test) => `[${test.split("/").at(-1) ?? test}](../${test})`);
  return `| ${id} | ${cell(title)} | ${cell(by)} | ${links.join(", ")}${tests.length > 4 ? `, and ${tests.length - 4} more` : ""} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
