import { addDuration, endOfLocalDay, instantOf, startOfLocalDay } from '../kernel/calendar.ts';
import { foldCase } from '../kernel/fold.ts';
import { isInstant, toInstant } from '../kernel/instant.ts';
import type { Duration } from '../kernel/duration.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Attributes, Value } from '../model/value.ts';
import type { AccountView, EventView, GroupView, PersonView } from '../model/view.ts';
import type {
  AttributeTest,
  Condition,
  Operand,
  RelatedTest,
  ValueTest,
} from '../conditions/condition.ts';
import type { References } from '../conditions/references.ts';

/** Everything that a condition can see from where it stands. Inner parts see a changed copy. */
export interface Sight {
  readonly catalogue: Catalogue;
  readonly references: References;
  readonly scope: 'account' | 'person';
  readonly account: AccountView;
  readonly person: PersonView | null;
  readonly now: Instant;
  readonly anchor: Instant | null;
  readonly opportunity?: Attributes;
  readonly object?: { readonly name: string; readonly attributes: Attributes };
  readonly event?: EventView;
}

/** What a value is compared as. */
interface Kind {
  readonly kind: string;
  readonly caseSensitive: boolean;
}

/**
 * Whether a condition holds, read straight off `docs/semantics/conditions.md`: slow, plain, and sharing nothing with the
 * compiler but the calendar and the folding of texts.
 */
export function referenceHolds(condition: Condition, sight: Sight): boolean {
  const { account, person, references } = sight;
  switch (condition.kind) {
    case 'all':
      return condition.of.every((part) => referenceHolds(part, sight));
    case 'any':
      return condition.of.some((part) => referenceHolds(part, sight));
    case 'not':
      return !referenceHolds(condition.condition, sight);
    case 'attribute':
      return attributeHolds(condition, sight);
    case 'related': {
      const { where } = condition;
      const count = relatedSights(condition, sight).filter(
        (inner) => where === undefined || referenceHolds(where, inner),
      ).length;
      if (condition.quantifier === 'none') return count === 0;
      return count >= (condition.quantifier === 'some' ? 1 : (condition.count ?? 1));
    }
    case 'event': {
      const { event: type, where, past, occurred, minimum } = condition;
      const histories = sight.scope === 'person' ? [person!] : [account, ...account.people];
      const matching = histories
        .flatMap(({ events }) => events)
        .filter(
          (event) =>
            event.type === type &&
            event.at <= sight.now &&
            (past === undefined || event.at >= before(sight.anchor ?? sight.now, past)) &&
            (where === undefined || referenceHolds(where, { ...sight, event })),
        );
      return occurred ? matching.length >= (minimum ?? 1) : matching.length === 0;
    }
    case 'list': {
      const isOn = condition.lists.some((id) => {
        const rule = references.list(id)!.condition;
        return rule === null
          ? account.lists.includes(id)
          : referenceHolds(rule, afresh(sight, 'account'));
      });
      return isOn === condition.member;
    }
    case 'audience': {
      const audience = references.audience(condition.audience)!;
      const inside = afresh(sight, audience.of === 'people' ? 'person' : 'account');
      return referenceHolds(audience.condition, inside) === condition.member;
    }
    case 'group':
      return account.groups.some((group) => {
        const constraints = [
          ...groupValues(condition, group),
          ...(condition.roles ?? []).map(
            ({ role, count }) =>
              group.members.filter((member) => member.role === role && !member.removed).length >=
              count,
          ),
        ];
        const isEnough =
          constraints.length === 0 ||
          (condition.match === 'any' ? constraints.includes(true) : !constraints.includes(false));
        return isNamed(group.definition, condition.definitions) && isEnough;
      });
    case 'member': {
      const isMember = account.groups.some(
        (group) =>
          isNamed(group.definition, condition.definitions) &&
          !groupValues(condition, group).includes(false) &&
          group.members.some(
            (member) =>
              member.person === person!.id &&
              isNamed(member.role, condition.roles) &&
              (!member.removed || condition.removed === true),
          ),
      );
      return isMember === condition.member;
    }
    case 'role': {
      const wanted = (condition.roles ?? []).map(foldCase);
      const has = person!.roles.map(foldCase);
      const isAssigned =
        wanted.length === 0 ? has.length > 0 : has.some((role) => wanted.includes(role));
      return isAssigned === condition.assigned;
    }
    case 'engagement':
      return valueHolds(
        condition,
        { kind: 'number', caseSensitive: false },
        person!.engagement,
        sight.now,
      );
    case 'intent': {
      const { entity, detected, signal, names, levels = [] } = condition;
      const wanted = (names ?? []).map(foldCase);
      const found = ((entity === 'person' ? person : account)?.intent ?? []).filter(
        (one) =>
          one.signal === signal &&
          (wanted.length === 0 || wanted.includes(foldCase(one.name))) &&
          (levels.length === 0 || levels.some((level) => level === one.level)),
      );
      return found.length > 0 === detected;
    }
  }
}

/** A condition that has a name is about an account or a person, and has nothing else in hand. */
function afresh(sight: Sight, scope: 'account' | 'person'): Sight {
  const { catalogue, references, account, person, now, anchor } = sight;
  return { catalogue, references, scope, account, person, now, anchor };
}

function isNamed(name: string, names: readonly string[] | undefined): boolean {
  return names === undefined || names.length === 0 || names.includes(name);
}

function before(at: Instant, past: Duration): Instant {
  const back = Object.entries(past).map(([unit, count]) => [unit, -count]);
  return addDuration(at, Object.fromEntries(back) as Duration, 'UTC');
}

function relatedSights({ entity, object }: RelatedTest, sight: Sight): Sight[] {
  const { account, person } = sight;
  if (entity === 'person') {
    return account.people.map((each) => ({ ...sight, scope: 'person', person: each }));
  }
  if (entity === 'opportunity') {
    return account.opportunities.map(({ attributes }) => ({ ...sight, opportunity: attributes }));
  }
  const owner = sight.catalogue.objects[object!]!.of === 'account' ? account : person!;
  const records = owner.objects[object!] ?? [];
  return records.map(({ attributes }) => ({ ...sight, object: { name: object!, attributes } }));
}

function attributeHolds(test: AttributeTest, sight: Sight): boolean {
  const { catalogue, account, person, opportunity, object, event } = sight;
  const [definitions, values] = {
    account: () => [catalogue.account, account.attributes] as const,
    person: () => [catalogue.person, person!.attributes] as const,
    opportunity: () => [catalogue.opportunity, opportunity!] as const,
    object: () => [catalogue.objects[object!.name]!.attributes, object!.attributes] as const,
    event: () => [catalogue.events[event!.type]!.fields, event!.fields] as const,
  }[test.entity]();
  return valueHolds(test, definitions[test.attribute]!, values[test.attribute], sight.now);
}

const GROUP_KINDS = {
  completeness: 'number',
  engagement: 'number',
  stage: 'text',
  status: 'text',
} as const;

function groupValues(
  condition: { readonly [N in keyof typeof GROUP_KINDS]?: ValueTest },
  group: GroupView,
): boolean[] {
  return (['completeness', 'engagement', 'stage', 'status'] as const).flatMap((name) => {
    const test = condition[name];
    const kind = { kind: GROUP_KINDS[name], caseSensitive: false };
    if (test === undefined) return [];
    const value = group[name] ?? undefined;
    const isLost = kind.kind === 'number' && value === undefined && test.operator !== 'isEmpty';
    return [!isLost && valueHolds(test, kind, value, 0)];
  });
}

function valueHolds(test: ValueTest, kind: Kind, stored: Value | undefined, now: Instant): boolean {
  const value = isMissing(kind.kind, stored) ? undefined : stored;
  const { operator, values = [], past = {}, zone = 'UTC' } = test;
  const anyText = (compare: (text: string, operand: string) => boolean): boolean =>
    textsOf(value).some((text) =>
      values.some(
        (operand) =>
          typeof operand === 'string' &&
          text !== '' &&
          compare(fold(text, kind), fold(operand, kind)),
      ),
    );
  const isEqual = (): boolean =>
    anyText((text, operand) => text === operand) ||
    values.some((operand) => value !== undefined && value === plainOperand(operand, kind));
  const starts = (): boolean => anyText((text, operand) => text.startsWith(operand));
  const has = (): boolean => anyText((text, operand) => text.includes(operand));
  const number = typeof value === 'number' ? value : Number.NaN;
  const [first = Number.NaN, second = Number.NaN] = values.map((operand) =>
    operator === 'on' ? Number.NaN : Number(plainOperand(operand, kind)),
  );
  switch (operator) {
    case 'is':
      return isEqual();
    case 'isNot':
      return !isEqual();
    case 'startsWith':
      return starts();
    case 'notStartsWith':
      return !starts();
    case 'contains':
      return has();
    case 'notContains':
      return !has();
    case 'isEmpty':
      return value === undefined;
    case 'isNotEmpty':
      return value !== undefined;
    case 'greaterThan':
    case 'after':
      return number > first;
    case 'atLeast':
      return number >= first;
    case 'lessThan':
    case 'before':
      return number < first;
    case 'atMost':
      return number <= first;
    case 'between':
      return number >= first && number <= second;
    case 'on': {
      const day = dayOf(values[0]!, zone);
      return number >= startOfLocalDay(day, zone) && number < endOfLocalDay(day, zone);
    }
    case 'inPast':
      return number > before(now, past) && number <= now;
  }
}

function isMissing(kind: string, value: Value | undefined): boolean {
  if (value === undefined || value === '') return true;
  if (Array.isArray(value)) return (kind !== 'texts' && kind !== 'any') || value.length === 0;
  if (kind === 'any') return false;
  if (kind === 'date') return !isInstant(value);
  return typeof value !== (kind === 'text' ? 'string' : kind);
}

function textsOf(value: Value | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' ? value : [];
}

function fold(text: string, { caseSensitive }: Kind): string {
  return caseSensitive ? text : foldCase(text);
}

/** Texts are compared elsewhere. */
function plainOperand(operand: Operand, { kind }: Kind): number | boolean | null {
  if (kind === 'date' && typeof operand !== 'boolean') return toInstant(operand);
  return typeof operand === 'string' ? null : operand;
}

function dayOf(operand: Operand, zone: string): Instant {
  const bare = /^(\d{4})-(\d\d)-(\d\d)$/.exec(String(operand));
  if (bare === null) return toInstant(operand as string | number);
  const [year, month, day] = bare.slice(1).map(Number);
  return instantOf({ year: year!, month: month!, day: day!, hour: 12, minute: 0 }, zone);
}
