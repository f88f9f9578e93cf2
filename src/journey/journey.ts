import type { AccountList } from '../audience/account-list.ts';
import type { Audience } from '../audience/audience.ts';
import { NO_REFERENCES } from '../conditions/references.ts';
import type { References } from '../conditions/references.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { formatIssue } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { deepFreeze } from '../kernel/json.ts';
import type { Catalogue, CatalogueShape } from '../model/catalogue.ts';
import { Steps } from './builder.ts';
import type { AudienceNode, JourneyDocument, ReEntryPolicy } from './document.ts';
import { duplicateDocument } from './duplicate.ts';
import type { DuplicateOptions } from './duplicate.ts';
import { journeyGraph, openEnds } from './graph.ts';
import { parseJourney } from './journey-schema.ts';
import { overlay } from './overlay.ts';
import { sortOf, unite } from './sketch.ts';
import type { Resource, Sketch } from './sketch.ts';
import { isoText } from './step-node.ts';
import { validateJourney } from './validate.ts';
import type { ValidateContext } from './validate.ts';

/** What a journey is made of besides its id and its steps. */
export interface JourneySettings<S extends CatalogueShape = CatalogueShape> {
  /** Missing: the id. */
  readonly name?: string;
  /** Who enters: an audience of accounts or a live list; values travel with the journey. */
  readonly audience:
    | Audience
    | AccountList
    | { readonly audience: string }
    | { readonly list: string };
  /** Date (00:00 UTC) or instant; needed to publish. */
  readonly ends?: string | Date;
  /** Date (00:00 UTC) or instant; missing: starts when published. */
  readonly starts?: string | Date;
  readonly reEntry?: ReEntryPolicy;
  readonly description?: string;
  readonly exitOnAudienceLoss?: boolean;
  readonly endDateBehavior?: 'exit' | 'drain';
  /** With it, TypeScript checks attributes, events and actions by name and type. Not part of the document. */
  readonly catalogue?: Catalogue<S>;
}

/**
 * A journey of accounts, built step by step or read from JSON. Immutable; may be wrong until `issues` is empty.
 * Rules: `docs/semantics/journeys.md`.
 */
export class Journey<S extends CatalogueShape = CatalogueShape> extends Steps<S> {
  /** Plain JSON, frozen. */
  readonly document: JourneyDocument;
  /** Definitions that were given as values and travel with the journey. */
  readonly resources: readonly Resource[];
  protected readonly sketch: Sketch;

  private constructor(document: JourneyDocument, sketch: Omit<Sketch, 'nodes'>) {
    super();
    this.document = deepFreeze(document);
    this.resources = sketch.resources;
    this.sketch = { ...sketch, nodes: document.nodes };
  }

  /**
   * A journey that so far only has its audience node. Add steps with the methods.
   *
   * @example
   * ```ts
   * import { Audience, Journey, conditions, defaultCatalogue } from 'accompany';
   *
   * const { account } = conditions(defaultCatalogue);
   * const enterprise = Audience.accounts('enterprise', account('annualRevenue').atLeast(1_000_000));
   * const large = account('employees').atLeast(1_000);
   * const nurture = Journey.forAccounts('nurture', { audience: enterprise, ends: '2027-12-31' })
   *   .sendEmail('intro')
   *   .listen('emailClicked', { timeout: { days: 7 }, onTimeout: (late) => late.sendEmail('reminder') })
   *   .split((paths) => paths.when('Large', large, (big) => big.addToList('key-accounts')).otherwise())
   *   .wait({ days: 3 });
   * console.log(nurture.issues().length); // => 0
   * ```
   */
  static forAccounts<S extends CatalogueShape = CatalogueShape>(
    id: string,
    settings: JourneySettings<S>,
  ): Journey<S> {
    const { audience, catalogue, starts, ends, name = id, ...rest } = settings;
    const node: AudienceNode = { kind: 'audience', id: 'audience', ...sourceOf(audience) };
    const document: JourneyDocument = {
      format: 1,
      type: 'account',
      id,
      name,
      ...withoutUndefined(rest),
      ...(starts !== undefined && { startDate: isoText(starts) }),
      ...(ends !== undefined && { endDate: isoText(ends) }),
      nodes: [node],
    };
    return new Journey<S>(document, {
      ends: [{ node: node.id }],
      resources: 'document' in audience ? [audience] : [],
      catalogue: catalogue ?? null,
      line: {},
    });
  }

  /**
   * Reads a document, given as JSON text or as a value. Only its form has to be right; `issues` tells the rest.
   * @throws AccompanyError `INVALID_DOCUMENT` with `details.issues`
   */
  static fromJSON(json: unknown): Journey {
    const parsed = parseJourney(json);
    if (parsed.ok) return Journey.of(parsed.value);
    const first = parsed.issues.slice(0, 3).map(formatIssue).join('; ');
    const more = parsed.issues.length > 3 ? ` (and ${parsed.issues.length - 3} more)` : '';
    throw new AccompanyError('INVALID_DOCUMENT', `This is no journey: ${first}${more}`, {
      details: { issues: parsed.issues },
    });
  }

  /** A journey of a document that has the right form, with definitions that travel with it. */
  static of(document: JourneyDocument, resources: readonly Resource[] = []): Journey {
    const ends = openEnds(journeyGraph(document)).map(({ from, branch }) => ({
      node: from,
      branch,
    }));
    return new Journey(document, {
      ends,
      resources: unite([], resources),
      catalogue: null,
      line: {},
    });
  }

  get id(): string {
    return this.document.id;
  }

  get name(): string {
    return this.document.name;
  }

  /**
   * Every problem at once; none throws. Without a context, what can be seen without a catalogue; with a catalogue,
   * everything, `references` and the definitions that travel with the journey resolving names.
   */
  issues(context: ValidateContext = {}): Issue[] {
    if (context.catalogue === undefined && context.references === undefined) {
      return validateJourney(this.document, context);
    }
    const given: References = context.references ?? NO_REFERENCES;
    return validateJourney(this.document, {
      ...context,
      references: overlay(given, this.resources),
    });
  }

  /** A copy under another id, with everything or with kinds of nodes and paths only (reference 4.2). */
  duplicate(id: string, options: DuplicateOptions = {}): Journey<S> {
    const copy = Journey.of(
      duplicateDocument(this.document, id, options),
      options.details === false ? [] : this.resources,
    );
    return new Journey<S>(copy.document, { ...copy.sketch, catalogue: this.sketch.catalogue });
  }

  /** The journey with more definitions that travel with it, such as audiences that its conditions name. */
  with(...resources: readonly Resource[]): Journey<S> {
    return new Journey<S>(this.document, {
      ...this.sketch,
      resources: unite(this.resources, resources),
    });
  }

  toJSON(): JourneyDocument {
    return this.document;
  }

  protected grow(sketch: Sketch): this {
    return new Journey<S>({ ...this.document, nodes: sketch.nodes }, sketch) as this;
  }
}

function sourceOf(source: JourneySettings['audience']): { audience: string } | { list: string } {
  if (!('document' in source)) return source;
  return sortOf(source) === 'audience' ? { audience: source.id } : { list: source.id };
}

function withoutUndefined<T extends object>(settings: T): T {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as T;
}
