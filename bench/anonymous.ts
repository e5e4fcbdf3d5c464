import { release } from "node:os";

/** What a lab host shows of the machine below it is none of the fixture's business. */
export function anonymous(text: string): string {
  return text
    .replaceAll(release(), "6.1.0-30-amd64")
    .replaceAll(/\/var\/cache\/secondlock-lab[^\s"',:]*/g, "/lab")
    .replaceAll(/secondlock-\d+-\d+-/g, "lab-")
    .replaceAll(
      /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
      "00000000-0000-4000-8000-000000000000",
    );
}
