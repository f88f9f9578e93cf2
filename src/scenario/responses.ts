import { MINUTE } from '../kernel/duration.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Attributes, Value } from '../model/value.ts';
import type { Channel, Delivery, FollowUp, Receipt } from '../ports/channel.ts';
import { simulatedChannel } from '../connectors/simulated-channel.ts';
import { simulatedAnswers } from './answers.ts';
import type { ScenarioFollowUp, ScenarioResponse } from './scenario.ts';

const SENT: ScenarioResponse = {};

/** A simulated channel that answers as a scenario says (SC-30 to SC-35). */
export function respondingChannel(
  responses: readonly ScenarioResponse[],
  catalogue: Catalogue,
): Channel {
  return simulatedChannel({ answer: (delivery) => answer(delivery, responses, catalogue) });
}

function answer(
  delivery: Delivery,
  responses: readonly ScenarioResponse[],
  catalogue: Catalogue,
): Receipt {
  const fitting = responses.filter((response) => fits(response, delivery));
  if (delivery.people === null) {
    const response = fitting.find(({ people }) => people === undefined) ?? SENT;
    const answers = simulatedAnswers(new Map([[response, [null]]]), catalogue);
    return { ...receipt(response), answers };
  }
  const except: Record<string, ReturnType<typeof outcomeOf>> = Object.create(null) as never;
  const events: FollowUp[] = [];
  const answering = new Map<ScenarioResponse, string[]>();
  let after = 0;
  for (const person of delivery.people) {
    const response =
      fitting.find(({ people }) => people === undefined || people.includes(person)) ?? SENT;
    if (response.outcome !== undefined && response.outcome !== 'sent')
      except[person] = outcomeOf(response);
    else
      for (const event of response.events ?? [])
        events.push(followUp(event, person, delivery, catalogue));
    answering.set(response, [...(answering.get(response) ?? []), person]);
    after = Math.max(after, response.answerAfterMinutes ?? 0);
  }
  const answers = simulatedAnswers(answering, catalogue);
  return { outcome: 'sent', except, events, answers, after: after * MINUTE };
}

function fits(
  { journey, node, email, action, service }: ScenarioResponse,
  delivery: Delivery,
): boolean {
  const done = delivery.action;
  return (
    (journey === undefined || journey === delivery.journey) &&
    (node === undefined || node === delivery.node) &&
    (email === undefined || (done.type === 'sendEmail' && done.email === email)) &&
    (action === undefined || (done.type === 'custom' && done.name === action)) &&
    (service === undefined || (done.type === 'external' && done.service === service))
  );
}

function receipt(response: ScenarioResponse): Receipt {
  return { ...outcomeOf(response), after: (response.answerAfterMinutes ?? 0) * MINUTE };
}

function outcomeOf({
  outcome = 'sent',
  reason,
}: ScenarioResponse): Pick<Receipt, 'outcome' | 'reason'> {
  if (outcome === 'sent') return { outcome };
  return { outcome, reason: reason ?? `scenario_${outcome}` };
}

function followUp(
  { type, afterMinutes, fields = {} }: ScenarioFollowUp,
  person: string,
  { action }: Delivery,
  catalogue: Catalogue,
): FollowUp {
  const definitions = catalogue.events[type]!.fields;
  const values: Record<string, Value> = {};
  if (action.type === 'sendEmail' && definitions['email']?.kind === 'text')
    values['email'] = action.email;
  for (const [name, given] of Object.entries(fields)) {
    const read = given === null ? undefined : definitions[name]?.parse(given);
    if (read?.ok === true) values[name] = read.value;
  }
  return { person, type, fields: values as Attributes, after: afterMinutes * MINUTE };
}
