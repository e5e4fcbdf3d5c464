import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serversReady } from "@secondlock/lab/servers";
import { must, openValue } from "@secondlock/vault/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startShopDatabase, type ShopDatabase } from "../../vault/src/third-party/testing/shop-database.ts";
import { kept, type Said } from "./command.ts";
import { sealedDesk, type SealedDesk } from "./sealed-desk.ts";

const script = `
const { rotateKeysCommand } = await import(${JSON.stringify(join(import.meta.dirname, "../src/commands/rotate-keys.ts"))});
const { consoleOf } = await import(${JSON.stringify(join(import.meta.dirname, "../src/console.ts"))});
process.exitCode = await rotateKeysCommand([process.argv[1]], JSON.parse(process.argv[2]), consoleOf());
`;

/** The command as a script runs it, with its defaults. */
async function rotate(desk: SealedDesk, name: string, options: object = {}, input = ""): Promise<Said> {
  const all = {
    file: ".env.sealed",
    home: desk.home,
    service: "secondlock.yaml",
    psql: "psql",
    grace: "1d",
    ...options,
  };
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, name, JSON.stringify(all)], {
    cwd: desk.path,
    env: { PATH: process.env["PATH"], ...kept, HOME: desk.path, LANG: "C.UTF-8" },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += String(chunk)));
  child.stderr.on("data", (chunk: Buffer) => (err += String(chunk)));
  child.stdin.end(input);
  const [status] = (await once(child, "close")) as [number | null];
  return { status, out, err };
}

const opened = ({ sealed, shop }: SealedDesk, name: string): string =>
  must(
    openValue(
      shop.header,
      sealed().values.find((each) => each.name === name)!,
      shop.identity,
    ),
  );
/** What the host has, as a command of the user's finds it. */
const version = "awk '/^value STRIPE_KEY /{print $3}' .env.sealed";

describe("secondlock rotate, by hand", { timeout: 60_000 }, () => {
  it("takes the new value from standard input, waits with 6 for each thing, and shows no value", async () => {
    const desk = await sealedDesk({ STRIPE_KEY: "sk_old" });
    const steps = [
      await rotate(desk, "STRIPE_KEY"),
      await rotate(desk, "STRIPE_KEY", {}, "sk_new\n"),
      await rotate(desk, "STRIPE_KEY", { testWith: "echo 1" }),
      await rotate(desk, "STRIPE_KEY", { testWith: version }),
      await rotate(desk, "STRIPE_KEY", { oldIsGone: true }),
    ];
    expect(steps.map(({ status }) => status)).toEqual([6, 6, 6, 6, 0]);
    expect(steps[0]?.err).toContain("STRIPE_KEY waits for its new value");
    expect(steps[1]?.err).toContain("STRIPE_KEY waits for a proof from app-1; the old one works until then");
    expect(steps[2]?.err).toContain("app-1: the last line of its answer is not 2");
    expect(steps[3]?.err).toContain("STRIPE_KEY is proven, and the old value is still there");
    expect(steps[4]?.out).toBe("STRIPE_KEY is rotated, and the old one has ended.\n");
    expect(JSON.stringify(steps)).not.toMatch(/sk_/);
    expect(opened(desk, "STRIPE_KEY")).toBe("sk_new");
  });

  it("takes it back, and forgets", async () => {
    const desk = await sealedDesk({ STRIPE_KEY: "sk_old" });
    await rotate(desk, "STRIPE_KEY", {}, "sk_new");
    expect(await rotate(desk, "STRIPE_KEY", { takeBack: true })).toMatchObject({ status: 6 });
    expect(opened(desk, "STRIPE_KEY")).toBe("sk_old");
    expect(await rotate(desk, "STRIPE_KEY", { forget: true })).toMatchObject({ status: 0, err: "" });
    expect(readdirSync(desk.home).filter((name) => name.startsWith("rotation-"))).toEqual([]);
    expect(await rotate(desk, "STRIPE_KEY", { takeBack: true })).toMatchObject({ status: 2 });
  });

  it.each([
    ["a grace that is none", { grace: "soon" }, "--grace takes a time"],
    ["no file", { file: "other" }, "the sealed file cannot be read: other: ENOENT"],
    ["nobody at home", { home: "elsewhere" }, "nobody has said here whose this file is"],
    ["a command that fails", { testWith: "echo hunter2; echo no way >&2; exit 3" }, "app-1: no way"],
  ])("tells of %s, with a hint", async (_, options, what) => {
    const desk = await sealedDesk({ STRIPE_KEY: "sk_old" });
    const said = await rotate(desk, "STRIPE_KEY", options, "sk_new");
    expect(said.status).toBeGreaterThan(1);
    expect(said.err).toContain(what);
    expect(said.err).toMatch(/\nhint: .*\n$/);
    expect(said.out + said.err).not.toMatch(/hunter2|sk_/);
  });

  it("asks one command for several hosts only where it can tell them apart", async () => {
    const desk = await sealedDesk({ STRIPE_KEY: "sk_old" });
    const { signWrap, writeFile } = await import("@secondlock/vault/file");
    const sealed = desk.sealed();
    const wraps = [...sealed.wraps, signWrap({ ...desk.shop.wrap, host: "app-2" }, desk.shop.owner)];
    const at = new Date();
    writeFileSync(
      join(desk.path, ".env.sealed"),
      writeFile({ ...sealed, wraps }, [sealed], { by: "ada", signer: desk.shop.owner, at }),
    );
    const said = await rotate(desk, "STRIPE_KEY", { testWith: version }, "sk_new");
    expect(said).toMatchObject({ status: 2, err: expect.stringContaining("each of app-1, app-2 has to prove") });
    const both = `echo {host} >> asked; ${version}`;
    expect(await rotate(desk, "STRIPE_KEY", { testWith: both, oldIsGone: true }, "sk_new")).toMatchObject({
      status: 0,
    });
  });
});

describe.skipIf(!serversReady())("secondlock rotate, with PostgreSQL", { timeout: 60_000 }, () => {
  let database: ShopDatabase;
  beforeAll(async () => {
    database = await startShopDatabase();
  }, 60_000);
  afterAll(() => database?.stop());

  const service = (url: string): string => `service: shop
hosts: { app-1: {} }
secrets:
  .env.sealed:
    hosts: [app-1]
    rotate:
      DATABASE_URL: { every: 90d, provider: postgresql, roles: [shop_a, shop_b], owner: shop${url} }
`;

  it("does all of it in one go, where the proof can be had at once", async () => {
    const desk = await sealedDesk({ DATABASE_URL: "postgresql://shop_a@x/shop" });
    writeFileSync(join(desk.path, "secondlock.yaml"), service(`, url: "${database.url}"`));
    // the password of the new role is nobody's to know here: what it answers stands for the host's own query
    const said = await rotate(desk, "DATABASE_URL", { psql: database.psql, testWith: "echo welcome; echo shop_b" });
    expect(said).toEqual({
      status: 0,
      out: "DATABASE_URL is rotated, and the old one has ended.\n",
      err: "secondlock: DATABASE_URL is set in .env.sealed: commit it, and deploy it\nsecondlock: every host has proven that it uses the new DATABASE_URL\n",
    });
    expect(await database.roles()).toBe("shop_a:locked shop_b:login");
    expect(new URL(opened(desk, "DATABASE_URL")).username).toBe("shop_b");
  });

  it("tells what is missing in the service file, and what the database says", async () => {
    const desk = await sealedDesk({ DATABASE_URL: "postgresql://shop_b@x/shop" });
    writeFileSync(join(desk.path, "secondlock.yaml"), service(""));
    expect(await rotate(desk, "DATABASE_URL")).toMatchObject({
      status: 2,
      err: expect.stringContaining("nobody has said which database DATABASE_URL is for\nhint: add url:"),
    });
    writeFileSync(join(desk.path, "secondlock.yaml"), service(', url: "postgresql://db-1/shop"'));
    const said = await rotate(desk, "DATABASE_URL", { psql: "psql -h /nowhere" });
    expect(said).toMatchObject({
      status: 2,
      err: expect.stringContaining("the provider of DATABASE_URL cannot be asked"),
    });
    writeFileSync(join(desk.path, "secondlock.yaml"), "service: A\n");
    expect(await rotate(desk, "DATABASE_URL")).toMatchObject({
      status: 2,
      err: expect.stringContaining("secondlock.yaml:1:10"),
    });
  });
});
