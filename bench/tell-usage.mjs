import { writeFileSync } from "node:fs";

// Loaded before a program that is measured: writes what it cost, as its kernel counted, when it ends. It is JavaScript,
// because loading what strips types would take longer than starting the program, and would be counted as its own time.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const file = process.env["SECONDLOCK_BENCH_USAGE"];
  if (file)
    writeFileSync(
      file,
      JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: (maxRSS * 1_024) / 1e6 }),
    );
});
