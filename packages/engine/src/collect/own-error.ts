/** How an error of ours is told: where it was, and the beginning of what it says. Pure. */
export function ownError(where: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `an error of Secondlock in ${where}: ${message.slice(0, 120)}`;
}
