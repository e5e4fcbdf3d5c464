import type { Broken } from "@secondlock/engine";
import { wrap } from "./wrap.ts";

type Found = Extract<Broken, { found: true }>;

const answers = {
  yes: "Two locks are left on every way in.",
  "one lock left": "One further failure opens it.",
  no: "It opens: no further lock stands in the way.",
  "not known": "It is not known: proven and possible locks tell different answers.",
} as const satisfies Record<Found["answer"], string>;

/** What would open, for people. Pure. */
export function brokenText(broken: Found, width: number): string {
  const sections = [
    ["Opens", broken.opens.map(({ title }) => title)],
    [
      "One lock left",
      broken.oneLockLeft.map(({ title, holding }) => `${title}: ${holding.map((lock) => lock.title).join(", ")}`),
    ],
    [
      "Not known",
      broken.unknown.map(
        ({ title, holding }) =>
          `${title}${
            holding.length === 0
              ? ""
              : ` (possible: ${holding
                  .map((lock) => lock.title)
                  .slice(0, 3)
                  .join(", ")})`
          }`,
      ),
    ],
  ] as const;
  const lines = sections.flatMap(([title, items]) =>
    items.length === 0
      ? []
      : [
          "",
          `${title} (${items.length})`,
          ...items.slice(0, 15).map((item) => wrap(`- ${item}`, width - 2, "  ")),
          ...(items.length > 15 ? [`  and ${items.length - 15} more`] : []),
        ],
  );
  const holds =
    broken.holds.length === 0 ? [] : ["", `${broken.holds.length} ways hold with two locks that share nothing.`];
  return [
    `If this were lost: ${broken.title}`,
    `${broken.answer.toUpperCase()}. ${answers[broken.answer]}`,
    ...lines,
    ...holds,
    ...cheapest(broken, width),
    "",
  ].join("\n");
}

function cheapest({ cheapest: best }: Found, width: number): readonly string[] {
  if (!best) return [];
  const { lock, how, turns } = best;
  const where = lock.host === undefined ? "" : ` on ${lock.host}`;
  const act =
    how === "prove"
      ? `make this lock stand${where}: ${lock.title} (${lock.control})`
      : `keep this lock somewhere that does not fall with it${where}: ${lock.title} (${lock.control})`;
  return [
    "",
    "Cheapest lock to add",
    wrap(`${act}; ${turns.length} ways hold better.`, width - 2, "  "),
    ...(lock.host === undefined ? [] : [`  secondlock explain ${lock.control}`]),
  ];
}
