import { printCondition } from '../conditions/print.ts';
import { formatDuration } from '../kernel/duration.ts';
import type { MustEndOn } from '../kernel/duration.ts';
import { formatInstant } from '../kernel/instant.ts';
import { askLines } from './print-ask.ts';
import type { Await, Campaign, Exit, Listener, Plan, Step, TimerRule } from './plan.ts';
import type { Act, PlanAction } from './act.ts';

/**
 * A plan as text for people: its entry, every campaign with its steps and its exit, and every segment (PL-61).
 * Ends without a line break.
 */
export function printPlan(plan: Plan): string {
  const lines = [
    `Plan ${plan.hash} of journey '${plan.journey}', format ${plan.format}`,
    '',
    `Entry: ${plan.entry.source.kind} '${plan.entry.source.id}'`,
    `  when ${printCondition(plan.entry.condition)}`,
    `  ${reEntryText(plan)}`,
  ];
  if (plan.exitOnAudienceLoss) lines.push('  leaving the audience ends the run');
  for (const campaign of plan.campaigns) lines.push('', ...campaignLines(campaign));
  lines.push('', 'Segments');
  for (const { name, of, condition } of plan.segments) {
    lines.push(`  ${name}: ${of} for which ${printCondition(condition)}`);
  }
  return lines.join('\n');
}

function reEntryText({ reEntry }: Plan): string {
  if (reEntry === null) return 'an account enters once';
  const { from, delay, limit } = reEntry;
  const unit = delay.count === 1 ? delay.unit.slice(0, -1) : delay.unit;
  const times = limit === null ? '' : `, ${limit} times at most`;
  return `an account enters again ${delay.count} ${unit} after its latest ${from}${times}`;
}

function campaignLines({ index, steps, exit }: Campaign): string[] {
  return [
    `Campaign ${index}`,
    ...[...steps.flatMap(stepLines), ...exitLines(exit)].map((line) => `  ${line}`),
  ];
}

function stepLines(step: Step): string[] {
  switch (step.op) {
    case 'pass':
      return [`pass '${step.node}'`];
    case 'act':
      return [actText(step)];
    case 'group': {
      const lines = [`group '${step.node}': the account's people take the first path that matches`];
      for (const { id, condition, acts } of step.paths) {
        lines.push(`  path '${id}' when ${printCondition(condition)}`, ...acts.map(nested));
      }
      if (step.other === null) lines.push('  others skip to the close');
      else lines.push('  others', ...step.other.map(nested));
      return lines;
    }
  }
}

function nested(act: Act): string {
  return `    ${actText(act)}`;
}

function actText({ node, context, action }: Act): string {
  return `act '${node}' on ${context}: ${actionText(action)}`;
}

function actionText(action: PlanAction): string {
  switch (action.type) {
    case 'sendEmail':
      return `send e-mail '${action.email}'${action.operational ? ' (operational)' : ''}`;
    case 'custom':
      return `${action.name} ${JSON.stringify(action.input)}`;
    case 'interestingMoment':
      return `interesting moment ${action.moment} ${JSON.stringify(action.description)}`;
    case 'updateProfile':
      return action.value === null
        ? `clear ${action.attribute}`
        : `set ${action.attribute} to ${JSON.stringify(action.value)}`;
    case 'addToList':
      return `add to list '${action.list}'`;
    case 'removeFromList':
      return `remove from list '${action.list}'`;
    case 'assignToGroup':
      return `assign to buying group '${action.group}' as ${action.role === null ? 'the first role that fits' : `'${action.role}'`}`;
    case 'removeFromGroup':
      return `remove from buying group '${action.group}'`;
    case 'updateGroupStage':
      return `move buying group '${action.group}' to stage '${action.stage}'`;
    case 'updateGroupStatus':
      return `set the status of buying group '${action.group}' to ${JSON.stringify(action.status)}`;
    case 'sendSalesAlert':
      return `send sales alert on buying group '${action.group}' to ${action.to.join(', ')}`;
    case 'addToJourney':
      return `add to journey '${action.journey}'`;
    case 'removeFromJourney':
      return `remove from journey '${action.journey}'`;
  }
}

function exitLines(exit: Exit): string[] {
  switch (exit.op) {
    case 'await':
      return awaitLines(exit);
    case 'branch':
      return [
        `branch '${exit.node}': the first path that matches`,
        ...exit.paths.map(
          ({ id, condition, to }) => `  path '${id}' when ${printCondition(condition)} -> ${to}`,
        ),
        exit.other === null ? '  others end: no_path_matched' : `  others -> ${exit.other}`,
      ];
    case 'ask':
      return askLines(exit, nested);
    case 'continue':
      return [`continue -> ${exit.to}`];
    case 'end':
      return [exit.node === null ? 'end: completed' : `end '${exit.node}': completed`];
  }
}

function awaitLines({ node, timer, listen, onEvent, onTimer }: Await): string[] {
  if (listen === null) {
    const limit = timer === null ? 'without limit' : timerText(timer);
    return [`wait '${node}' ${limit} -> ${onTimer ?? 'end: timed_out'}`];
  }
  const lines = [`listen '${node}' for an event of ${listen.context}, since ${listen.since}`];
  for (const { event, condition, minimum } of listen.events) {
    const times = minimum > 1 ? `, ${minimum} times` : '';
    const where = condition === null ? '' : ` where ${printCondition(condition)}`;
    lines.push(`  '${event}'${where}${times}`);
  }
  if (listen.filter !== null) lines.push(`  of people for whom ${printCondition(listen.filter)}`);
  if (listen.members !== null) lines.push(`  ${membersText(listen.members)}`);
  lines.push(`  heard -> ${onEvent ?? 'end: completed'}`);
  if (timer !== null)
    lines.push(`  timeout ${timerText(timer, 'after')} -> ${onTimer ?? 'end: timed_out'}`);
  return lines;
}

function membersText({ definitions, roles }: NonNullable<Listener['members']>): string {
  const groups = definitions === null ? 'any group' : names(definitions);
  return `members of ${groups}${roles === null ? '' : ` as ${names(roles)}`}`;
}

function names(ids: readonly string[]): string {
  return ids.map((id) => `'${id}'`).join(' or ');
}

function timerText(timer: TimerRule, word: 'for' | 'after' = 'for'): string {
  if (timer.kind === 'at') return `until ${formatInstant(timer.at)}`;
  const { duration, mustEndOn } = timer;
  const parts: string[] = [];
  if (duration !== null) parts.push(`${word} ${formatDuration(duration)}`);
  if (mustEndOn !== null) parts.push(`until ${mustEndOnText(mustEndOn)}`);
  return parts.length === 0 ? `${word} 0 minutes` : parts.join(', then ');
}

function mustEndOnText({ days = [], time = '00:00', zone }: MustEndOn): string {
  return `${days.length === 0 ? 'any day' : days.join(', ')} ${time} ${zone}`;
}
