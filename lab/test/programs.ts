import { join } from "node:path";

const sources = {
  secondlock: join(import.meta.dirname, "../../packages/cli/bin/secondlock.js"),
  "change-program": join(import.meta.dirname, "change-program.ts"),
} as const;

/** The program as it was built for this run (test/built-programs.ts), for what is started again and again. */
export function built(program: keyof typeof sources): string {
  const folder = process.env["SECONDLOCK_BUILT"];
  return folder === undefined ? sources[program] : join(folder, `${program}.js`);
}
