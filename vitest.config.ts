import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "packages",
          include: ["packages/*/{bin,src,testing,test,generate}/**/*.test.ts"],
          testTimeout: 20_000,
        },
      },
      { test: { name: "repository", include: ["{test,generate}/*.test.ts"], testTimeout: 120_000 } },
      {
        test: {
          name: "lab",
          include: ["lab/test/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
