import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleHost } from "../../testing/example-host.ts";
import { printed } from "../../testing/firewall-examples.ts";
import { isDeclared, isLoopback, listeners, onAllAddresses, parseListeners } from "./listeners.ts";

/** Debian 12 and Ubuntu 24.04, with addresses of the documentation. */
const captured = `tcp LISTEN 0      244    127.0.0.1:5432 0.0.0.0:* users:(("postgres",pid=100,fd=6))
tcp LISTEN 0      80     127.0.0.1:3306 0.0.0.0:* users:(("mariadbd",pid=106,fd=21))
tcp LISTEN 0      244        [::1]:5432    [::]:* users:(("postgres",pid=100,fd=5))
udp UNCONN 0      0      127.0.0.53%lo:53 0.0.0.0:* users:(("systemd-resolve",pid=80,fd=13))
udp UNCONN 0      0      203.0.113.7%eth0:68 0.0.0.0:* users:(("systemd-network",pid=70,fd=20))
tcp LISTEN 0      511    *:80 *:* users:(("nginx",pid=9,fd=6),("nginx",pid=8,fd=6))
tcp LISTEN 0      128    0.0.0.0:2024 0.0.0.0:*
`;

describe("listeners", () => {
  it("knows the unit behind a socket, also where systemd holds it", () => {
    const sockets = `${captured}tcp LISTEN 0 128 [::]:8080 [::]:* users:(("systemd",pid=1,fd=40))\n`;
    const units = `unit tcp *:80 nginx.service root\nunit tcp 127.0.0.1:5432 postgresql@15-main.service postgres
unit tcp [::]:8080 listener-8080.socket\nunit udp [::]:8080 listener-8080.socket\nunit tcp 0.0.0.0:2024 no unit\nend\n`;
    const reading = listeners.parse({ sockets: printed(sockets), units: printed(units) }, exampleHost());
    if (!reading.known) throw new Error(reading.reason);
    expect(
      reading.value.flatMap(({ port, unit, account }) => (unit === undefined ? [] : [[port, unit, account]])),
    ).toEqual([
      [5432, "postgresql@15-main.service", "postgres"],
      [80, "nginx.service", "root"],
      [8080, "listener-8080.socket", undefined],
    ]);
    const without = listeners.parse({ sockets: printed(sockets), units: printed("", 127) }, exampleHost());
    expect(without).toMatchObject({ known: true });
  });

  it("reads addresses, ports and programs", () => {
    const reading = parseListeners(captured);
    if (!reading.known) throw new Error(reading.reason);
    expect(reading.value.map(({ address, port, programs }) => `${address} ${port} ${programs.join()}`)).toEqual([
      "127.0.0.1 5432 postgres",
      "127.0.0.1 3306 mariadbd",
      "::1 5432 postgres",
      "127.0.0.53 53 systemd-resolve",
      "203.0.113.7 68 systemd-network",
      "* 80 nginx",
      "0.0.0.0 2024 ",
    ]);
    expect(reading.value.filter(isLoopback)).toHaveLength(4);
    expect(reading.value.filter(onAllAddresses).map(({ port }) => port)).toEqual([80, 2024]);
    expect(reading.value.filter((one) => isDeclared(one, exampleHost())).map(({ port }) => port)).toEqual([68, 80]);
  });

  it("keeps the socket of a program with a line feed in its name, without the name", () => {
    const odd = `tcp LISTEN 0 1 0.0.0.0:31337 0.0.0.0:* users:(("a\n\nb c",pid=7,fd=3))\n`;
    const reading = parseListeners(odd + captured);
    expect(reading.known && reading.value[0]).toEqual({
      protocol: "tcp",
      address: "0.0.0.0",
      port: 31_337,
      programs: [],
    });
    expect(reading.known && reading.value).toHaveLength(8);
    expect(parseListeners(`${odd}Netid Zustand\n`).known).toBe(false);
  });

  it("reads no socket as none, and another language as nothing", () => {
    expect(parseListeners("")).toEqual({ known: true, value: [] });
    expect(parseListeners("Netid Zustand Recv-Q\n").known).toBe(false);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `tcp LISTEN 0 1 ${text}:1 * users:((${text}))`),
        ),
        (text) => void parseListeners(text),
      ),
    );
  });
});
