import { defineWays, type ServiceWanted, type WayWanted } from "@secondlock/model";
import { accountsOn, secretsIn } from "./asset.ts";
import { databasesOf, hostsOfSite, nameOfSite } from "./declared.ts";
import { fieldEncryption } from "./database-network.ts";
import { begins, lockOf, notSeenYet } from "./lock.ts";

function sqlInput(url: string, service: ServiceWanted): readonly WayWanted[] {
  const site = nameOfSite(url);
  const databases = new Set(hostsOfSite(url, service).flatMap((host) => databasesOf(host, service)));
  return [...databases].map((database) => ({
    id: `web-input:sql@${site}/${database.name}`,
    title: `SQL in the input of ${site} reaches ${database.name}`,
    asset: secretsIn(database),
    harm: "read",
    locks: [
      begins(`input to ${site} carries SQL`, `path:input-${site}`),
      notSeenYet("prepared-statements", `${site} has prepared statements only`, "read", `path:queries-${site}`),
      lockOf("database-least-privilege", database.host, { instance: `database:${database.name}` }),
      fieldEncryption(database),
    ],
  }));
}

function scriptInput(url: string): WayWanted {
  const site = nameOfSite(url);
  return {
    id: `web-input:script@${site}`,
    title: `a script in the input of ${site} acts for another user`,
    asset: accountsOn(site),
    harm: "change",
    locks: [
      begins(`input to ${site} carries a script`, `path:input-${site}`),
      notSeenYet(
        "output-escaped",
        `${site} never puts users' content into a page as it is`,
        "change",
        `path:pages-${site}`,
      ),
      notSeenYet(
        "content-security-policy",
        `browsers run only scripts of ${site} itself`,
        "change",
        `path:policy-${site}`,
      ),
    ],
  };
}

export const webInput = defineWays({
  id: "web-input",
  title: "Input that is more than input",
  covers: ["R192", "R194", "R195", "R201", "R203", "R207"],
  ways: (service) => service.sites.flatMap((url) => [...sqlInput(url, service), scriptInput(url)]),
});
