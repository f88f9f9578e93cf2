import { formatDuration } from '../kernel/duration.ts';
import type { Duration, MustEndOn } from '../kernel/duration.ts';
import type { Action, JourneyNode, ListenNode, Timeout, WaitNode } from '../journey/document.ts';
import { DEFAULT_WAIT } from '../journey/defaults.ts';

/** What a picture says about a node. */
export interface NodeText {
  /** The node's label, or what nodes of its kind are called. */
  readonly title: string;
  /** Its most important setting; empty when there is none. */
  readonly detail: string;
}

/** Title and detail of a node. */
export function describeNode(node: JourneyNode): NodeText {
  const { name, detail } = plainText(node);
  return { title: node.label?.trim() || name, detail };
}

function plainText(node: JourneyNode): { readonly name: string; readonly detail: string } {
  switch (node.kind) {
    case 'audience':
      return node.list === undefined
        ? { name: 'Account audience', detail: node.audience ?? '' }
        : { name: 'Account list', detail: node.list };
    case 'action':
      return describeAction(node.action, node.context);
    case 'listen':
      return { name: 'Listen for an event', detail: listenDetail(node) };
    case 'wait':
      return { name: 'Wait', detail: waitDetail(node) };
    case 'splitAccounts': {
      const others = node.other ? '' : ', others leave';
      return { name: 'Split by accounts', detail: `First match takes the account${others}` };
    }
    case 'splitPeople': {
      const others = node.other ? '' : ', others skip';
      return { name: 'Split by people', detail: `Each person takes the first match${others}` };
    }
    case 'externalAction': {
      const whom = node.context === 'people' ? 'people' : 'the account';
      return { name: 'External action', detail: `${node.service}, about ${whom}` };
    }
    case 'externalSplitAccounts':
      return { name: 'External split by accounts', detail: node.service };
    case 'externalSplitPeople':
      return { name: 'External split by people', detail: node.service };
    case 'merge':
      return { name: 'Merge paths', detail: '' };
    case 'end':
      return { name: 'End', detail: '' };
  }
}

function describeAction(
  action: Action,
  context: 'accounts' | 'people',
): { readonly name: string; readonly detail: string } {
  switch (action.type) {
    case 'sendEmail':
      return { name: 'Send e-mail', detail: action.email };
    case 'interestingMoment':
      return { name: 'Interesting moment', detail: action.description || action.moment };
    case 'updateProfile': {
      const name = context === 'accounts' ? 'Update account' : 'Update people';
      const value = action.value === null ? 'empty' : [action.value].flat().join(', ');
      return { name, detail: `${action.attribute} = ${value}` };
    }
    case 'addToList':
      return { name: 'Add to list', detail: action.list };
    case 'removeFromList':
      return { name: 'Remove from list', detail: action.list };
    case 'assignToGroup': {
      const as = action.role === undefined ? '' : ` as ${action.role}`;
      return { name: 'Assign to buying group', detail: `${action.group}${as}` };
    }
    case 'removeFromGroup':
      return { name: 'Remove from buying group', detail: action.group };
    case 'updateGroupStage':
      return { name: 'Update stage', detail: `${action.group} = ${action.stage}` };
    case 'updateGroupStatus':
      return { name: 'Update status', detail: `${action.group} = ${action.status}` };
    case 'sendSalesAlert': {
      const [first = 'nobody', ...others] = action.to;
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      return { name: 'Send sales alert', detail: `${action.group} to ${first}${more}` };
    }
    case 'addToJourney':
      return { name: 'Add to journey', detail: action.journey };
    case 'removeFromJourney':
      return { name: 'Remove from journey', detail: action.journey };
    case 'custom':
      return {
        name: action.name,
        detail: context === 'accounts' ? 'Account action' : 'People action',
      };
  }
}

function listenDetail(node: ListenNode): string {
  const events = node.events.map(({ event, minimum = 1 }) =>
    minimum > 1 ? `${event} (${minimum} times)` : event,
  );
  const { timeout } = node;
  const leaves = timeout?.path === false ? `, ends ${timeoutText(timeout)}` : '';
  return `${events.join(' or ')}${leaves}`;
}

/** `after 7 days`, `on 2026-03-01` */
export function timeoutText(timeout: Timeout): string {
  if (timeout.at !== undefined) return `on ${dateText(timeout.at)}`;
  return `after ${lengthText(timeout.after, timeout.mustEndOn)}`;
}

function waitDetail(node: WaitNode): string {
  if (node.until !== undefined) return `Until ${dateText(node.until)}`;
  return lengthText(node.for, node.mustEndOn);
}

function lengthText(duration: Duration | undefined, mustEndOn: MustEndOn | undefined): string {
  if (mustEndOn === undefined) return formatDuration(duration ?? DEFAULT_WAIT);
  const { days = [], time = '00:00', zone } = mustEndOn;
  const moment = `${days.length === 0 ? 'any day' : days.map(dayText).join(', ')} ${time} ${zone}`;
  return duration === undefined ? moment : `${formatDuration(duration)}, then ${moment}`;
}

function dayText(day: string): string {
  return day.charAt(0).toUpperCase() + day.slice(1, 3);
}

/** `2026-03-01T00:00:00Z` is `2026-03-01`, `2026-03-01T09:30:00+02:00` is `2026-03-01 09:30 +02:00`. */
function dateText(text: string): string {
  return text
    .replace(/T00:00(:00(\.0+)?)?Z$/, '')
    .replace(/T(\d\d:\d\d)(:[\d.]+)?/, ' $1 ')
    .replace(/ Z$/, ' UTC');
}
