import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const command = join(import.meta.dirname, "../bin/secondlock.js");
const tellsWhatIsLoaded = `data:text/javascript,import { registerHooks } from "node:module";
registerHooks({ load(url, context, next) { process.stderr.write(url + "\\n"); return next(url, context); } });`;

it("an audit loads nothing of what changes hosts, writes service files or prints, for it waits for that before it logs in", () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", tellsWhatIsLoaded, command, "audit", "--file", "/nonexistent/secondlock.yaml"],
    { encoding: "utf8" },
  );
  expect(status).toBe(2);
  const loaded = stderr.split("\n").filter((line) => line.startsWith("file:"));
  expect(loaded.some((url) => url.endsWith("engine/src/tasks/audit.ts"))).toBe(true);
  const ofChanges = /engine\/src\/(apply|plan|host|export|enrol|open-ssh|drill)\/|node_modules\/(diff|qr)\//;
  const ofPapers =
    /service\/src\/(draft|look|save|exception)[.-]|engine\/src\/report\/(terminal|html|junit|sarif|redact)[.-]/;
  expect(loaded.filter((url) => ofChanges.test(url) || ofPapers.test(url))).toEqual([]);
});
