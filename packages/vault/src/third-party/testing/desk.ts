import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { editAsPerson } from "../../file/personal-edit.ts";
import { pinOf } from "../../file/pin.ts";
import { openValue } from "../../file/value.ts";
import { type Content, signWrap, writeFile } from "../../file/write-file.ts";
import { writePin } from "../../keys/host-folder.ts";
import { createPerson } from "../../keys/person-folder.ts";
import { accept } from "../../outcome.ts";
import { makeShop, must, read, type Shop } from "../../testing/shop.ts";
import type { RotationOrder } from "../rotation-order.ts";

/** An editor's computer, and the host that opens what he seals. */
export interface Desk {
  readonly home: string;
  readonly file: string;
  readonly shop: Shop;
  readonly order: Pick<RotationOrder, "home" | "file" | "name">;
  /** What the host finds in the file as it stands now. */
  value(): Promise<string>;
  /** Somebody edits the file as this editor. */
  edit(change: (content: Content) => Content): Promise<void>;
  /** The owner lets another host open the file. */
  addHost(name: string): Promise<void>;
  remove(): void;
}

export async function makeDesk(value: string, name = "DATABASE_URL"): Promise<Desk> {
  const top = mkdtempSync(join(tmpdir(), "secondlock-desk-"));
  const [home, file] = [join(top, "ben"), join(top, ".env.sealed")];
  const { signer } = must(await createPerson(home, "ben"));
  const shop = makeShop({ [name]: value, OTHER: "1" }, { editors: [{ name: "ben", key: signer.publicKey }] });
  // its owner is no editor here: ben signs the first file
  const bytes = writeFile(read(shop.bytes), [], { by: "ben", signer, at: new Date() });
  writeFileSync(file, bytes);
  must(await writePin(home, pinOf(read(bytes))));
  const edit: Desk["edit"] = async (change) => {
    must(
      await editAsPerson({ home, file, at: new Date() }, (sealed, by) =>
        accept(writeFile(change(sealed), [sealed], by)),
      ),
    );
  };
  return {
    ...{ home, file, shop, edit },
    order: { home, file, name },
    async value() {
      const found = read(await readFile(file)).values.find((each) => each.name === name);
      return found === undefined ? "" : must(openValue(shop.header, found, shop.identity));
    },
    addHost: (host) =>
      edit((content) => ({
        ...content,
        wraps: [...content.wraps, signWrap({ ...shop.wrap, host }, shop.owner)],
      })),
    remove: () => rmSync(top, { recursive: true, force: true }),
  };
}
