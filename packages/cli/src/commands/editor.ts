import { editAsPerson, putHeader, type SealedFile } from "@secondlock/vault";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { ownerDesk } from "../owner-desk.ts";
import { refuseOrder } from "../unordered.ts";

const words = ["add", "remove", "allow", "forbid"] as const;
type Header = SealedFile["header"]["content"];

/** Says who edits a sealed file, and which variables that decide what is loaded may be set in it. */
export async function editorCommand(
  [what = "", name = "", key = ""]: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const word = words.find((each) => each === what);
  if (word === undefined) return refuse(console, `there is no editor ${what}`, words.join(", "), 2);
  const desk = await ownerDesk(options);
  if (!desk.ok) return refuseOrder(console, desk);
  const { home, file } = desk.value;
  const edited = await editAsPerson<"not-the-owner" | "owner-edits" | "malformed-line">(
    { home, file, at: new Date() },
    (sealed, edit) => {
      const { content } = sealed.header;
      if (content.owner !== edit.signer.publicKey) return { ok: false, reason: "not-the-owner", detail: edit.by };
      // without the owner among them nobody could give the file another header
      if (word === "remove" && content.editors.some((each) => each.name === name && each.key === content.owner))
        return { ok: false, reason: "owner-edits", detail: name };
      return { ok: true, value: putHeader(sealed, changed(content, word, name, key), edit) };
    },
  );
  if (!edited.ok)
    return edited.reason === "malformed-line"
      ? refuse(
          console,
          `${what} ${name} makes no header`,
          "secondlock editor add NAME KEY: the other tells both with secondlock owner me",
          2,
        )
      : refuseOrder(console, edited);
  const { editors, loaders } = edited.value.header.content;
  console.out(`editors  ${editors.map((each) => each.name).join(", ")}\n`);
  if (loaders.length > 0) console.out(`allowed  ${loaders.join(", ")}\n`);
  return 0;
}

function changed(
  { editors, loaders }: Header,
  word: (typeof words)[number],
  name: string,
  key: string,
): Partial<Pick<Header, "editors" | "loaders">> {
  const [otherEditors, otherLoaders] = [
    editors.filter((each) => each.name !== name),
    loaders.filter((each) => each !== name),
  ];
  switch (word) {
    case "add":
      return { editors: [...otherEditors, { name, key }] };
    case "remove":
      return { editors: otherEditors };
    case "allow":
      return { loaders: [...otherLoaders, name] };
    case "forbid":
      return { loaders: otherLoaders };
  }
}
