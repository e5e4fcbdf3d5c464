/** One thing that must be covered, in short. `source` names the document (000 to 004) and its section. */
export interface Requirement {
  readonly id: string;
  readonly title: string;
  readonly source: string;
}
