import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { printed } from "../../testing/firewall-examples.ts";
import { dockerPorts, parseDockerPorts } from "./docker-ports.ts";

describe("docker-ports", () => {
  it("reads what docker ps prints (from Docker's documentation)", () => {
    const text =
      "web\t0.0.0.0:8080->80/tcp, [::]:8080->80/tcp, 9000/tcp\ndb\t127.0.0.1:5432->5432/tcp\nmany\t0.0.0.0:7000-7002->7000-7002/udp\n";
    const reading = parseDockerPorts(text);
    expect(
      reading.known &&
        reading.value.published.map(
          ({ container, address, port, protocol }) => `${container} ${address} ${port}/${protocol}`,
        ),
    ).toEqual([
      "web 0.0.0.0 8080/tcp",
      "web :: 8080/tcp",
      "db 127.0.0.1 5432/tcp",
      "many 0.0.0.0 7000/udp",
      "many 0.0.0.0 7001/udp",
      "many 0.0.0.0 7002/udp",
    ]);
  });

  it("tells no Docker from a Docker that does not answer", () => {
    expect(dockerPorts.parse({ containers: printed("", 127) }, exampleHost())).toEqual({
      known: true,
      value: { installed: false, published: [] },
    });
    expect(dockerPorts.parse({ containers: printed("", 1) }, exampleHost()).known).toBe(false);
    expect(parseDockerPorts("x\t0.0.0.0:1-65535->1-65535/tcp").known).toBe(false);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDockerPorts(`x\t0.0.0.0:${text}->1/tcp\n${text}`)));
  });
});
