import { mergeAsPerson } from "@secondlock/vault/file";
import { complain, type Console } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { refuseEdit } from "../unedited.ts";
import { deskOf } from "./set.ts";

interface Branches {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly name: string | undefined;
}

/** Merges two branches of a sealed file, as git asks for it. */
export async function mergeSealedCommand(
  { base, ours, theirs, name = ".env.sealed" }: Branches,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const merged = await mergeAsPerson({ ...deskOf({ ...options, file: ours }), base, ours, theirs, at: new Date() });
  if (!merged.ok) return refuseEdit(console, merged);
  if (merged.value.length === 0) return 0;
  complain(
    console,
    `both branches changed these in ${name}, each in its own way: ${merged.value.join(", ")}`,
    `ours stands for now, and all else is merged; set each anew where theirs is right (secondlock set NAME), then: git add ${name}`,
  );
  return 1;
}
