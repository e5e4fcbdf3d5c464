/** For `test.skipIf(!ready(can, what))`: says in one line what cannot be done here. With CI=true it throws: there a skip is a failure. */
export function ready(can: boolean, what: string): boolean {
  if (can) return true;
  const message = `this cannot be tested here: ${what}`;
  if (process.env["CI"] === "true") throw new Error(`${message}\nhint: in CI a skipped test counts as a failed one`);
  console.warn(`skipped: ${message}`);
  return false;
}
