import { defineState, type HostWanted, type State } from "@secondlock/model";
import { isDeclared, isLoopback, type Listener, listeners, listenerTitle } from "../facts/listeners.ts";

/** What the host or its administrator cannot do without, or what other controls look after. */
const needed =
  /^(systemd-.*|dbus.*|ssh|sshd|docker|containerd|networking|NetworkManager|secondlock-.*|user@.*)\.(service|socket)$/;

/**
 * Units that answer the network on ports that nobody declared neither run nor start with the host. Somebody may be using
 * them: nothing is stopped unless somebody names this control (`--only ports-as-declared`), and each is asked about then;
 * `--yes` beside `--only` is a yes to each. A unit that answers on a declared port too, and the application itself, are
 * left to a person, for stopping them would end what is declared.
 */
export function undeclaredServicesStopped(wanted: HostWanted): State<readonly Listener[]> {
  return defineState({
    resource: "units:undeclared",
    text: "stop and disable what answers on ports that nobody declared",
    settings: { undeclared: "stopped" },
    fact: listeners,
    settle: (sockets) => {
      const units = stoppable(sockets, wanted);
      return sockets.filter(({ unit }) => unit === undefined || !units.includes(unit));
    },
    bring: (_settings, sockets) =>
      stoppable(sockets, wanted).map((unit) => ({ kind: "unit", unit, enabled: false, active: false })),
    asks: true,
    notes: (sockets) => notesOf(sockets, wanted),
    costs: "Whoever uses a service that is stopped has to declare its port in the service file first.",
    risk: "A service that somebody uses and nobody declared stops at once; secondlock undo starts it again.",
  });
}

function undeclared(sockets: readonly Listener[], wanted: HostWanted): readonly Listener[] {
  return sockets.filter((one) => !isLoopback(one) && !isDeclared(one, wanted));
}

function stoppable(sockets: readonly Listener[], wanted: HostWanted): readonly string[] {
  const user = wanted.application?.user;
  const units = undeclared(sockets, wanted).flatMap(({ unit, account }) =>
    unit === undefined || (user !== undefined && account === user) ? [] : [unit],
  );
  const used = new Set(
    sockets
      .filter((one) => isDeclared(one, wanted) && !isLoopback(one))
      .flatMap(({ unit }) => (unit === undefined ? [] : [unit])),
  );
  return [...new Set(units)].filter((unit) => !needed.test(unit) && !used.has(unit)).toSorted();
}

function notesOf(sockets: readonly Listener[], wanted: HostWanted): readonly string[] {
  const units = stoppable(sockets, wanted);
  const open = undeclared(sockets, wanted);
  const others = open.filter(({ unit }) => unit === undefined || !units.includes(unit));
  return [
    ...units.map((unit) => {
      const ports = open.filter((one) => one.unit === unit).map(({ port, protocol }) => `${port}/${protocol}`);
      return `${unit} answers on ${[...new Set(ports)].join(", ")}: declare the port with its reason, or let secondlock harden ${wanted.id} --only ports-as-declared stop it.`;
    }),
    ...others.map((one) => `${listenerTitle(one)}: stop the program, bind it to 127.0.0.1, or declare its port.`),
  ];
}
