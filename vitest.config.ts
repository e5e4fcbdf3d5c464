import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "packages",
          globalSetup: ["test/own-temporary-folder.ts"],
          include: ["packages/*/{bin,src,testing,test,generate}/**/*.test.ts"],
          testTimeout: 20_000,
          // a worker that serves one file after the other loads the catalogue once: half the time of all these files
          isolate: false,
          // some of them wait as long as they work: for servers, for processes, for a clock
          maxWorkers: 4,
        },
      },
      {
        test: {
          name: "repository",
          globalSetup: ["test/own-temporary-folder.ts"],
          include: ["{test,generate}/*.test.ts"],
          testTimeout: 120_000,
          isolate: false,
          maxWorkers: 4,
        },
      },
      {
        test: {
          name: "lab",
          include: ["lab/test/**/*.test.ts"],
          globalSetup: ["test/built-programs.ts"],
          testTimeout: 300_000,
          hookTimeout: 900_000,
          // the catalogue is loaded once by a worker, as above
          isolate: false,
          // a lab waits about as long as it works: four side by side keep two cores busy, and their clocks are still kept
          maxWorkers: 4,
        },
      },
    ],
  },
});
