import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { postAlert } from "./send-alert.ts";

async function hook(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("an alert to a webhook", () => {
  it("is taken by one that says so, and not by one that fails", async () => {
    const heard: string[] = [];
    const taking = await hook((request, response) => {
      request.on("data", (chunk) => heard.push(String(chunk)));
      request.on("end", () => response.end());
    });
    await postAlert(taking)('{"event":"a"}');
    expect(heard).toEqual(['{"event":"a"}']);
    const failing = await hook((_, response) => response.writeHead(500).end());
    await expect(postAlert(failing)("{}")).rejects.toThrow("500");
  });

  it.each([301, 302, 303, 307, 308])("goes nowhere else when it is answered with %i", async (status) => {
    let followed = 0;
    const elsewhere = await hook((_, response) => {
      followed += 1;
      response.end();
    });
    const sending = await hook((_, response) => response.writeHead(status, { location: elsewhere }).end());
    await expect(postAlert(sending)("{}")).rejects.toThrow();
    expect(followed).toBe(0);
  });
});
