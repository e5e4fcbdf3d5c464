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

/** covered: something looks at it. asked: an answer depends on it, and nothing looks yet. open: nothing. */
type Status = "covered" | "asked" | "open";

function statusOf(covers: readonly Cover[]): Status {
  if (covers.some(({ kind }) => kind !== "ways" && kind !== "breach")) return "covered";
  return covers.length > 0 ? "asked" : "open";
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
  const of = ({ id }: RequirementLine): readonly Cover[] => (byRequirement.get(id) ?? []).map(({ cover }) => cover);
  const counted = (items: readonly RequirementLine[]): string => {
    const number = (status: Status): number => items.filter((item) => statusOf(of(item)) === status).length;
    return `${number("covered")} of ${items.length} are covered; ${number("asked")} more are asked in the answers and not looked at yet; ${number("open")} are open.`;
  };
  const sections = themes.map(({ theme, items }) => {
    const rows = items.map((item) => row(item, of(item)));
    return `## ${theme}\n\n${counted(items)}\n\n| id | requirement | state | by | tests |\n| --- | --- | --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  const head = `# Coverage

Made by \`npm run generate\`. Each requirement, and the controls, attempts, ways, breaches and features that cover it.
**covered**: a control, an attempt or a feature looks at it. **asked**: an answer depends on it, and no part of the product looks yet,
so it counts as not seen. **open**: nothing yet. A claim without a test fails the build.
`;
  return `${head}\n${counted(themes.flatMap(({ items }) => items))}\n\n${sections.join("\n")}`;
}

function row({ id, title }: RequirementLine, covers: readonly Cover[]): string {
  const by = [...Map.groupBy(covers, ({ kind }) => kind)]
    .map(([kind, some]) => `${kind}: ${[...new Set(some.map((cover) => cover.id))].join(", ")}`)
    .join("; ");
  const tests = [...new Set(covers.map(({ test }) => test))];
  const links = tests.slice(0, 4).map((test) => `[${test.split("/").at(-1) ?? test}](../${test})`);
  const more = tests.length > 4 ? `, and ${tests.length - 4} more` : "";
  return `| ${id} | ${cell(title)} | ${statusOf(covers)} | ${cell(by)} | ${links.join(", ")}${more} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
