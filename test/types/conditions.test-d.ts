import { conditions } from '../../src/conditions/build.ts';
import { boolean, date, number, oneOf, text, texts } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import { defaultCatalogue } from '../../src/model/default-catalogue.ts';

const b2b = catalogue({
  account: {
    name: text(),
    tier: oneOf(['gold']),
    size: number(),
    live: boolean(),
    since: date(),
    tags: texts(),
  },
  person: { title: text() },
  objects: { contract: { of: 'account', attributes: { value: number() } } },
  events: { click: { of: 'person', fields: { link: text() } } },
});
const { account, person, object, event, some, occurred, group, matchedGroup } = conditions(b2b);

// CO-91: operators and operands of the kind
account('name').startsWith('a', 'b');
account('size').between(1, 2);
account('live').is(true);
account('since').before(new Date(0));
account('since').on('2026-01-05', 'Europe/Berlin');
account('since').inPast({ days: 30 });
account('tags').contains('x');
object('contract', 'value').atLeast(1);
event('personChanged', 'newValue').is('a', 1, true);
event('personChanged', 'newValue').atLeast(1);
some('contract', object('contract', 'value').is(1));
occurred('click', { where: event('click', 'link').contains('x') });
matchedGroup({ completeness: group.completeness.atLeast(80), stage: group.stage.is('Won') });

// @ts-expect-error numbers do not start with anything
account('size').startsWith('a');
// @ts-expect-error text is no number
account('size').atLeast('5');
// @ts-expect-error at least one operand
account('name').is();
// @ts-expect-error between takes two
account('size').between(1);
// @ts-expect-error texts are not in the past
account('name').inPast({ days: 1 });
// @ts-expect-error dates have no atLeast
account('since').atLeast(5);
// @ts-expect-error there is no such attribute
account('nmae');
// @ts-expect-error there is no such event
occurred('clik');
// @ts-expect-error there is no such custom object
some('contrat');
// @ts-expect-error the scores of a group are numbers
group.completeness.startsWith('a');
// @ts-expect-error text operators of any take text
event('personChanged', 'newValue').contains(5);

conditions(defaultCatalogue).person('birthDate').after('2000-01-01');
person('title').isNotEmpty();
