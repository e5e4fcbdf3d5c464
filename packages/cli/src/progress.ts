import type { Progress } from "@secondlock/engine";
import type { Console } from "./console.ts";

/** One line on standard error that says what is under way; silent in pipes and CI. */
export interface ProgressLine {
  readonly show: (event: Progress) => void;
  readonly clear: () => void;
}

/** One line that is written over and over; silent in pipes and CI. */
export function progressOf(console: Console): {
  readonly write: (text: string) => void;
  readonly clear: () => void;
} {
  if (!console.progress) return { write: () => undefined, clear: () => undefined };
  let shown = false;
  return {
    write(text) {
      console.err(`\r\u001B[2K${text.slice(0, console.width - 1)}`);
      shown = true;
    },
    clear() {
      if (shown) console.err("\r\u001B[2K");
      shown = false;
    },
  };
}

export function progressLine(console: Console): ProgressLine {
  const reading = new Set<string>();
  let readCount = 0;
  const { write, clear } = progressOf(console);
  return {
    clear,
    show(event) {
      if (event.step === "attempting") {
        write(`trying the locks from outside: ${event.done} of ${event.of}`);
        return;
      }
      if (event.step === "reading") reading.add(event.host);
      else {
        reading.delete(event.host);
        readCount += 1;
      }
      write(`reading ${[...reading].slice(0, 4).join(", ") || "is done"} (${readCount} read)`);
    },
  };
}
