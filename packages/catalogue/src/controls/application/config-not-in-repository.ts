import { byHand, defineControl, onlyWhere, undecided } from "@secondlock/model";
import { configRepositories } from "../../facts/config-repositories.ts";
import { brokenBy } from "../../facts/named-verdict.ts";

export const configNotInRepository = defineControl({
  id: "config-not-in-repository",
  title: "Production configuration lies outside version control",
  why: "A password that was committed once is in every copy of the repository for good, and whoever reads one copy has it.",
  severity: "medium",
  area: "application",
  covers: ["R227", "R228"],
  applies: onlyWhere((host) => (host.application?.config.length ?? 0) > 0, "no configuration is declared"),
  facts: { trees: configRepositories },
  verdict({ trees: { there, repositories } }) {
    if (there.length === 0) return undecided("the declared configuration is not there");
    const found = repositories.map(
      ({ config, tree, tracked }) => `${config} in ${tree}${tracked ? ", and committed" : ""}`,
    );
    return brokenBy(found, "in a work tree", `${there.join(" and ")} ${there.length === 1 ? "lies" : "lie"} in none`);
  },
  attempt: { none: "it would be read from a copy of the repository, not from this host" },
  fix: () => [
    byHand(
      "Deploy the code without its .git, keep the production configuration in a folder of its own, and let the application refuse to start without it. Replace every secret that was committed.",
    ),
  ],
  lock: (host) => ({ stops: ["read"], domains: [`host:${host.id}`] }),
  references: ["https://12factor.net/config", "CWE-540", "CWE-798"],
});
