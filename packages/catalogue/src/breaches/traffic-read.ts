import { defineBreach } from "@secondlock/model";
import { instances, misuse } from "./instance.ts";

export const trafficRead = defineBreach({
  id: "traffic-read",
  question: "Traffic is read?",
  covers: ["R106", "R215", "R220", "R223", "R269"],
  instances: ({ hosts, sites }) =>
    instances(
      misuse,
      hosts.length + sites.length === 0
        ? []
        : [{ id: "wire", title: "somebody on the network", fallen: ["path:wire"] }],
      "the service file names no host and no site",
    ),
});
