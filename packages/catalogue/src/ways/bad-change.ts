import { defineWays } from "@secondlock/model";
import { dataIn, uptimeOf } from "./asset.ts";
import { applicationHosts, copiesOf } from "./declared.ts";
import { copyLock } from "./database-lost.ts";
import { begins, lockOf, notSeenYet } from "./lock.ts";

export const badChange = defineWays({
  id: "bad-change",
  title: "A change that goes wrong",
  covers: ["R002", "R115", "R128", "R134", "R139"],
  ways: (service) => [
    ...applicationHosts(service).map((host) => ({
      id: `bad-change:${host.id}`,
      title: `a change stops the application on ${host.id}`,
      asset: uptimeOf(`the application on ${host.id}`),
      harm: "stop" as const,
      locks: [
        begins("a change goes wrong", "path:change"),
        notSeenYet(
          "development-twin",
          "every change runs first on a twin of production",
          "stop",
          "host:development-twin",
        ),
        notSeenYet("deploy-rollback", "a deployment is taken back in one step", "stop", "path:rollback"),
      ],
    })),
    ...service.databases.map((database) => ({
      id: `bad-change:${database.name}`,
      title: `a change destroys data in ${database.name}`,
      asset: dataIn(database),
      harm: "lose" as const,
      locks: [
        begins("a change goes wrong", "path:change"),
        notSeenYet(
          "development-twin",
          "every change runs first on a twin of production",
          "lose",
          "host:development-twin",
        ),
        ...copiesOf(database, service).map(copyLock),
      ],
    })),
    ...service.hosts.map((host) => ({
      id: `bad-change:login@${host.id}`,
      title: `a change locks the administrators of ${host.id} out`,
      asset: uptimeOf(`administration of ${host.id}`),
      harm: "stop" as const,
      locks: [
        begins("a change goes wrong", "path:change"),
        lockOf("change-confirmed", host.id),
        notSeenYet(
          "console-recovery",
          `the console of ${host.id} still lets in, as tried`,
          "stop",
          "path:console-recovery",
        ),
      ],
    })),
  ],
});
