import { applyPatches, enablePatches, produceWithPatches } from 'immer';
import type { Patch } from 'immer';
import { AccompanyError } from '../kernel/errors.ts';
import type { Issue } from '../kernel/issue.ts';
import { deepEqual } from '../kernel/json.ts';
import type { JourneyDocument, JourneyNode } from './document.ts';
import type { EdgePlace } from './edge.ts';
import { mergeEnds, mergeInto, unmergeEnd } from './edit-merges.ts';
import { deleteNode, insertNode } from './edit-nodes.ts';
import { changeOther, deletePath, insertPath, patchPath, reorderPath } from './edit-paths.ts';
import type { NewPath, PathPatch } from './edit-paths.ts';
import { refusal } from './edit-place.ts';
import type { Nodes } from './edit-place.ts';
import { patchNode } from './edit-settings.ts';
import type { NodePatch } from './edit-settings.ts';
import { Journey } from './journey.ts';
import { freshId } from './sketch.ts';
import type { Resource, StepOptions } from './sketch.ts';
import type { ValidateContext } from './validate.ts';

/** How a draft is kept. */
export interface DraftOptions {
  /** Published journeys keep their graph; only name and end date may change (reference 4.1, 6.4). Missing: false. */
  readonly published?: boolean;
  /** Most edits that can be undone; missing: 100. */
  readonly history?: number;
}

/** Settings of a journey to change; `undefined` takes a setting out. */
export type SettingsPatch = {
  readonly [
    K in
      | 'description'
      | 'startDate'
      | 'endDate'
      | 'endDateBehavior'
      | 'reEntry'
      | 'exitOnAudienceLoss'
  ]?: JourneyDocument[K] | undefined;
};

const SETTINGS: readonly string[] = [
  'description',
  'startDate',
  'endDate',
  'endDateBehavior',
  'reEntry',
  'exitOnAudienceLoss',
] satisfies readonly (keyof SettingsPatch)[];

/** One edit, forwards and backwards. */
interface Change {
  readonly redo: readonly Patch[];
  readonly undo: readonly Patch[];
}

/**
 * A journey while it is edited, with undo and redo. The one mutable value of this room: methods change it and return
 * it. What the guardrails of reference 6.4 forbid is refused and changes nothing.
 * Rules: `docs/semantics/journeys.md`, JD-80 to JD-93.
 *
 * Methods throw AccompanyError `NOT_ALLOWED` with what to do instead, `NOT_FOUND` for unknown nodes, edges and paths,
 * `DUPLICATE_ID`, and `INVALID_INPUT` for what is no edit.
 */
export class JourneyDraft {
  private current: JourneyDocument;
  private readonly resources: readonly Resource[];
  private readonly published: boolean;
  private readonly most: number;
  private done: readonly Change[] = [];
  private undone: readonly Change[] = [];

  private constructor(journey: Journey, { published = false, history = 100 }: DraftOptions) {
    // Not when the module is loaded: a bundle without drafts would keep the package.
    enablePatches();
    this.current = journey.document;
    this.resources = journey.resources;
    this.published = published;
    this.most = history;
  }

  /** Begins to edit; the journey itself does not change. */
  static of(journey: Journey, options: DraftOptions = {}): JourneyDraft {
    return new JourneyDraft(journey, options);
  }

  /** The document as it is now. */
  get document(): JourneyDocument {
    return this.current;
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** The journey as it is now. */
  journey(): Journey {
    return Journey.of(this.current, this.resources);
  }

  /** As `Journey.issues`. */
  issues(context: ValidateContext = {}): Issue[] {
    return this.journey().issues(context);
  }

  /**
   * Puts a node behind another one, or on an edge: of a split name the path, `{ node: 'size', branch: { path: 'large' } }`.
   * What followed comes behind the first edge of the new node.
   */
  addNode(after: string | EdgePlace, node: JourneyNode): this {
    return this.edit((nodes) => insertNode(nodes, placeOf(after), node));
  }

  /** Deletes a node; what stood before and behind it is joined. */
  removeNode(id: string): this {
    return this.edit((nodes) => deleteNode(nodes, id));
  }

  /** Changes settings of a node; another context resets what the node does. */
  updateNode(id: string, patch: NodePatch): this {
    return this.edit((nodes) => patchNode(nodes, id, patch));
  }

  /** Adds an empty path to a split, at the end unless a position is given. */
  addPath(split: string, path: NewPath, position?: number): this {
    return this.edit((nodes) => insertPath(nodes, split, path, position));
  }

  /** Deletes a path without nodes. */
  removePath(split: string, path: string): this {
    return this.edit((nodes) => deletePath(nodes, split, path));
  }

  /** Moves a path to another position, counted from 0. */
  movePath(split: string, path: string, position: number): this {
    return this.edit((nodes) => reorderPath(nodes, split, path, position));
  }

  /** Changes label or condition of a path. */
  updatePath(split: string, path: string, patch: PathPatch): this {
    return this.edit((nodes) => patchPath(nodes, split, path, patch));
  }

  /** Gives a split a path for all others, or labels it; `null` takes it out when it has no nodes. */
  setOther(split: string, other: { readonly label?: string } | null): this {
    return this.edit((nodes) => changeOther(nodes, split, other));
  }

  /** Joins open ends in a new merge node, or with `into` in one that is there already. */
  merge(
    ends: readonly (string | EdgePlace)[],
    options: StepOptions & { readonly into?: string } = {},
  ): this {
    const { into, id, label } = options;
    const places = ends.map(placeOf);
    return this.edit((nodes) => {
      if (into !== undefined) return mergeInto(nodes, places, into);
      const own = id ?? freshId({ nodes }, 'merge');
      const merge: JourneyNode = { kind: 'merge', id: own, ...(label !== undefined && { label }) };
      return mergeEnds(nodes, places, merge);
    });
  }

  /** Takes a path out of the merge that it leads to. */
  unmerge(end: string | EdgePlace): this {
    return this.edit((nodes) => unmergeEnd(nodes, placeOf(end)));
  }

  /** Gives the journey another name; possible also when it is published. */
  rename(name: string): this {
    return this.change((document) => {
      document.name = name;
    });
  }

  /** Changes settings of the journey; of a published one the end date only. */
  setSettings(settings: SettingsPatch): this {
    const names = Object.keys(settings);
    const foreign = names.find((name) => !SETTINGS.includes(name));
    if (foreign !== undefined) {
      const message = `A journey has no setting ${JSON.stringify(foreign)}. Its settings are ${SETTINGS.join(', ')}.`;
      throw new AccompanyError('INVALID_INPUT', message);
    }
    if (names.some((name) => name !== 'endDate')) this.refusePublished();
    return this.change((document) => {
      for (const [name, value] of Object.entries(settings)) {
        if (value === undefined) Reflect.deleteProperty(document, name);
        else Object.assign(document, { [name]: value });
      }
    });
  }

  /** @throws AccompanyError `NOTHING_TO_UNDO` */
  undo(): this {
    const change = this.done.at(-1);
    if (change === undefined) throw nothing('undo');
    this.current = applyPatches(this.current, change.undo);
    this.done = this.done.slice(0, -1);
    this.undone = [...this.undone, change];
    return this;
  }

  /** @throws AccompanyError `NOTHING_TO_UNDO` when nothing was undone since the last edit */
  redo(): this {
    const change = this.undone.at(-1);
    if (change === undefined) throw nothing('redo');
    this.current = applyPatches(this.current, change.redo);
    this.undone = this.undone.slice(0, -1);
    this.done = [...this.done, change];
    return this;
  }

  private edit(edit: (nodes: Nodes) => Nodes): this {
    this.refusePublished();
    const before = this.current.nodes;
    const after = edit(before);
    if (deepEqual(before, after)) return this;
    return this.change((document) => rewrite(document.nodes, before, after));
  }

  private change(recipe: (document: Editable) => void): this {
    const [next, redo, undo] = produceWithPatches(this.current, (document) => {
      recipe(document as Editable);
    });
    if (redo.length === 0) return this;
    this.current = next;
    this.done = [...this.done, { redo, undo }].slice(-this.most);
    this.undone = [];
    return this;
  }

  private refusePublished(): void {
    if (!this.published) return;
    throw refusal(
      'The journey is published; only its name and end date can change. Duplicate it and edit the copy.',
    );
  }
}

/** A document that a recipe may change; nodes are replaced as wholes. */
type Editable = { -readonly [K in keyof Omit<JourneyDocument, 'nodes'>]: JourneyDocument[K] } & {
  nodes: JourneyNode[];
};

/** Writes the nodes that an edit changed, so that patches hold no more than those. */
function rewrite(nodes: JourneyNode[], before: Nodes, after: Nodes): void {
  let start = 0;
  let [end, last] = [before.length, after.length];
  while (start < end && start < last && before[start] === after[start]) start += 1;
  while (end > start && last > start && before[end - 1] === after[last - 1]) {
    end -= 1;
    last -= 1;
  }
  if (end - start !== last - start) {
    nodes.splice(start, end - start, ...after.slice(start, last));
    return;
  }
  for (let index = start; index < end; index += 1) {
    if (before[index] !== after[index]) nodes[index] = after[index]!;
  }
}

function placeOf(place: string | EdgePlace): EdgePlace {
  return typeof place === 'string' ? { node: place } : place;
}

function nothing(what: 'undo' | 'redo'): AccompanyError {
  const message = `There is nothing to ${what}. Ask can${what === 'undo' ? 'Undo' : 'Redo'} first.`;
  return new AccompanyError('NOTHING_TO_UNDO', message);
}
