export { breaches } from "./breaches/index.ts";
export { controls } from "./controls/index.ts";
export { requirements, type Requirement } from "./requirements/index.ts";
export { ways } from "./ways/index.ts";
