import { writeFileSync } from "node:fs";

/** Loaded before a program that is measured: writes what it cost, as its kernel counted, when it ends. */
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const file = process.env["SECONDLOCK_BENCH_USAGE"];
  if (file)
    writeFileSync(
      file,
      JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: (maxRSS * 1_024) / 1e6 }),
    );
});
