/**
 * What becomes of output that nobody takes. A reader that has seen enough, as in `| head`, is no error: the rest goes
 * nowhere, and the exit status still says what was found. A full disk is one.
 */
export function heedOutputs(): void {
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.stderr.write(
      `secondlock: standard output takes no more: ${error.code ?? error.message}\nhint: make room, or write the report elsewhere, e.g. --json FILE\n`,
    );
    process.exit(4);
  });
}
