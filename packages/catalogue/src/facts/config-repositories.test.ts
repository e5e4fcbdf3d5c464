import { testFact } from "../../testing/test-fact.ts";
import { configRepositories } from "./config-repositories.ts";

const config = "/usr/local/application/config";

testFact(configRepositories, {
  "nothing is there": { outputs: { trees: "end\n" }, gives: { there: [], repositories: [] } },
  "in a folder of its own": {
    outputs: { trees: `there ${config}\nend\n` },
    gives: { there: [config], repositories: [] },
  },
  "deployed by git clone, with the file committed": {
    outputs: { trees: `there ${config}\ntree yes\t/usr/local/application\t${config}\nend\n` },
    gives: { there: [config], repositories: [{ config, tree: "/usr/local/application", tracked: true }] },
  },
  "stopped half way": { outputs: { trees: `there ${config}\n` }, unreadable: /before its end/ },
});
