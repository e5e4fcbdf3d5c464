import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

interface PublishedPort {
  readonly container: string;
  readonly address: string;
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

export interface DockerPorts {
  readonly installed: boolean;
  readonly published: readonly PublishedPort[];
}

const mostPorts = 2_000;

/** Ports that containers publish on the host: Docker opens them in front of every rule for the input. */
export const dockerPorts = defineFact<DockerPorts>({
  id: "docker-ports",
  title: "the ports that containers publish",
  reads: () => ({
    containers: { argv: ["docker", "ps", "--no-trunc", "--format", "{{.Names}}\t{{.Ports}}"], seconds: 5 },
  }),
  parse(raw): Reading<DockerPorts> {
    if (raw["containers"]?.status === 127) return known({ installed: false, published: [] });
    const text = textOf(raw, "containers");
    return text.known ? parseDockerPorts(text.value) : text;
  },
});

export function parseDockerPorts(text: string): Reading<DockerPorts> {
  const published: PublishedPort[] = [];
  for (const line of lines(text)) {
    const [container = "", ports = ""] = line.split("\t");
    for (const one of ports.split(", ")) {
      const [, address = "", first = "", last = first, protocol = ""] =
        /^(.*):(\d{1,5})(?:-(\d{1,5}))?->.*\/(tcp|udp)$/.exec(one) ?? [];
      if (address === "") continue;
      for (let port = Number(first); port <= Number(last); port += 1) {
        if (published.length >= mostPorts) return unreadable("containers publish more ports than can be judged");
        published.push({
          container,
          address: address.replace(/^\[(.*)\]$/, "$1"),
          port,
          protocol: protocol === "udp" ? "udp" : "tcp",
        });
      }
    }
  }
  return known({ installed: true, published });
}
