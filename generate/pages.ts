import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { breaches, controls, requirements, ways } from "@secondlock/catalogue";
import { auditJsonSchema } from "@secondlock/engine/report";
import { hardenJsonSchema } from "@secondlock/engine/change";
import { serviceJsonSchema } from "@secondlock/service/write";
import { exitCodes } from "secondlock/exit-codes";
import { buildProgram } from "secondlock/program";
import { commandPage } from "./command-page.ts";
import { controlsPage } from "./controls-page.ts";
import { type Cover, coveragePage, coversOf, falseClaims } from "./coverage.ts";
import { features } from "./features.ts";

/** Every page and schema that is made from the code, by its path. */
export function pages(files: readonly string[]): readonly (readonly [path: string, text: string])[] {
  return [
    ["docs/coverage.md", coveragePage(requirements, covers(files))],
    ["docs/controls.md", controlsPage(controls)],
    [
      "docs/command.md",
      commandPage(
        buildProgram(() => undefined),
        exitCodes,
      ),
    ],
    ["docs/schema/service.schema.json", `${JSON.stringify(serviceJsonSchema(), null, 2)}\n`],
    ["docs/schema/audit.schema.json", `${JSON.stringify(auditJsonSchema, null, 2)}\n`],
    ["docs/schema/harden.schema.json", `${JSON.stringify(hardenJsonSchema, null, 2)}\n`],
  ];
}

/** Claims that no test stands behind. */
export function falseClaimsOf(root: string, files: readonly string[]): readonly string[] {
  const known = new Set(requirements.flatMap(({ items }) => items.map(({ id }) => id)));
  return falseClaims(covers(files), known, (path) => existsSync(join(root, path)));
}

function covers(files: readonly string[]): readonly Cover[] {
  const paths = new Map(
    files.map((file) => [
      basename(file, ".ts"),
      `packages/catalogue/src/controls/${file.replace(/\.ts$/, ".test.ts")}`,
    ]),
  );
  return coversOf(
    controls,
    ({ id }) => paths.get(id) ?? `no file is called ${id}.ts`,
    {
      breaches,
      ways,
      breachTest: "packages/catalogue/src/breaches/breaches.test.ts",
      waysTest: "packages/catalogue/src/ways/ways.test.ts",
    },
    features,
  );
}
