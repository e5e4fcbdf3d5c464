import type { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that answers at `origin`, on a port of its own. */
export interface Listening {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

export async function listening(server: ReturnType<typeof createServer>): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
