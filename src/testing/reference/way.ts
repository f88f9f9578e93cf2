/** Where a run goes on: the edge it takes, `''` for an only one, and the node that the edge leads to. */
export interface Way {
  readonly edge: string;
  readonly to: string | undefined;
}
