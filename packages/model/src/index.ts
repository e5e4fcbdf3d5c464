export * from "./attempt.ts";
export * from "./control.ts";
export * from "./fact.ts";
export * from "./outcome.ts";
export * from "./reading.ts";
export * from "./state.ts";
export * from "./wanted.ts";
export * from "./way.ts";
