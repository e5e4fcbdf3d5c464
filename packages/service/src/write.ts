// What writes service files. Apart from what reads them, for an audit waits for everything that is loaded before it logs in.
export { draftSchemaPath, draftService } from "./draft.ts";
export { addException } from "./exception.ts";
export type { AddingException } from "./exception.ts";
export { serviceJsonSchema } from "./json-schema.ts";
export type { JsonObject } from "./json-schema.ts";
export { readServiceText } from "./load.ts";
export { lookAround } from "./look.ts";
export { saveService } from "./save.ts";
export type { Saving } from "./save.ts";
export type { Seen, SeenAdmin, SeenDatabase, SeenListener, SeenRepository } from "./seen.ts";
