import { conditions } from '../../src/conditions/build.ts';
import { Journey } from '../../src/journey/journey.ts';
import { date, number, oneOf, text } from '../../src/model/attribute.ts';
import * as z from 'zod/mini';
import { catalogue } from '../../src/model/catalogue.ts';

const b2b = catalogue({
  account: { tier: oneOf(['gold', 'tin']), employees: number(), renewal: date() },
  person: { jobTitle: text() },
  events: { clicked: { of: 'person', fields: { link: text(), position: number() } } },
  actions: { alert: { of: 'accounts', input: z.object({ offer: z.string() }) } },
});
const audience = { audience: 'enterprise' };
const typed = Journey.forAccounts('typed', { audience, catalogue: b2b });
const open = Journey.forAccounts('open', { audience });

// A journey with a catalogue stands wherever a journey is asked for.
const plain: Journey = typed;
void plain;

typed.updateAccount({ tier: 'gold', employees: 5, renewal: new Date(0) });
typed.updateAccount({ renewal: '2026-01-01', tier: null });
// @ts-expect-error no such attribute
typed.updateAccount({ colour: 'red' });
// @ts-expect-error not a number
typed.updateAccount({ employees: 'many' });
// @ts-expect-error an attribute of people
typed.updateAccount({ jobTitle: 'VP' });
typed.updatePeople({ jobTitle: 'VP' });
// @ts-expect-error not a text
typed.updatePeople({ jobTitle: 5 });
open.updateAccount({ anything: 'goes', many: 5, list: ['a'] });

typed.listen('clicked');
typed.listen({ event: 'clicked', fields: { link: ['a', 'b'], position: 1 }, minimum: 2 });
typed.listen(conditions(b2b).occurred('clicked'));
typed.listen(['clicked', { event: 'personChanged', fields: { attribute: 'jobTitle' } }]);
// @ts-expect-error no such event
typed.listen('shouted');
// @ts-expect-error no such field
typed.listen({ event: 'clicked', fields: { weight: 1 } });
// @ts-expect-error not a number
typed.listen({ event: 'clicked', fields: { position: 'first' } });
open.listen('anything');
open.listen({ event: 'anything', fields: { goes: 5 } });

typed.act('alert', { offer: 'cloud' });
// @ts-expect-error no such action
typed.act('shout', {});
// @ts-expect-error not the input of the action
typed.act('alert', { offer: 5 });
open.act('anything', { goes: true });

const when = conditions(b2b).account('employees').atLeast(5);
typed.split((paths) =>
  paths.when('A', when, (path) => path.updateAccount({ tier: 'tin' })).otherwise(),
);
// @ts-expect-error paths know the catalogue, too
typed.split((paths) => paths.when('A', when, (path) => path.updateAccount({ tier: 5 })));
typed.splitPeople((paths) =>
  paths.when('A', when, (people) => people.updatePeople({ jobTitle: 'VP' })),
);
// @ts-expect-error people take no steps of accounts
typed.splitPeople((paths) => paths.when('A', when, (people) => people.wait()));
// @ts-expect-error nothing follows on a journey that was not built
typed.document.nodes.push({ kind: 'end', id: 'x' });
