import { afterAll, expect, test } from 'vitest';
import { previewEmail } from '../../src/email/index.ts';
import { b2b, message } from './catalogue.ts';

/** None may leave a mark, come out as the product 1337 of 7 and 191, show a function, or take longer than 300 ms. */
const PAYLOADS: readonly string[] = [
  // Constructors and prototypes.
  '{{ constructor }}',
  '{{ person.constructor }}',
  '{{ person.constructor.constructor }}',
  '{{ person.constructor.name }}',
  '{{ person.__proto__ }}',
  '{{ person["__proto__"]["constructor"] }}',
  '{{ person.firstName.constructor }}',
  '{{ person.firstName["constructor"]["constructor"] }}',
  '{{ person.interests.constructor }}',
  '{{ person.toString }}',
  '{{ person.hasOwnProperty }}',
  '{{ account.valueOf }}',
  '{{ "".constructor }}',
  '{{ forloop.__proto__ }}',
  '{% for x in person.interests %}{{ x.constructor }}{{ forloop.constructor }}{% endfor %}',
  '{% assign __proto__ = "mark" %}{{ x.mark }}',
  '{% assign constructor = person %}{{ constructor.prototype }}',
  '{% capture __proto__ %}mark{% endcapture %}{{ __proto__ }}',
  '{{ person | map: "constructor" }}',
  '{{ person.interests | map: "__proto__" }}',
  '{{ person.interests | where: "constructor" }}',
  '{{ person.interests | sort: "__proto__" | first }}',
  '{{ person | constructor }}',
  '{{ person.firstName | toString }}',
  '{{ person.firstName | __proto__ }}',
  '{{ person.firstName | hasOwnProperty: "x" }}',
  '{% constructor %}',
  '{% toString x %}',
  '{% __proto__ %}',
  // Evaluation in other languages.
  '{{ 7*191 }}',
  '${7*191}',
  '#{7*191}',
  '<%= 7*191 %>',
  '{{#with person}}{{lookup . "constructor"}}{{/with}}',
  '{{{ person.firstName }}}',
  '{%= person.firstName %}',
  '{{ person.interests | where_exp: "x", "x.constructor" }}',
  '{{ person.interests | find_exp: "x", "1 == 1" }}',
  '{{ person.interests | group_by_exp: "x", "x" }}',
  '{{ person | json }}',
  '{{ person | inspect }}',
  '{{ person.lastName }}',
  '{{ person.lastName | raw }}',
  // Files and other templates.
  '{% include "/etc/passwd" %}',
  '{% include person.firstName %}',
  '{% render "../../package.json" %}',
  '{% layout "package.json" %}',
  '{% block x %}{% endblock %}',
  "{% include '../package' with person %}",
  // Time and memory.
  '{% for i in (1..1000000000) %}x{% endfor %}',
  '{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}x{% endfor %}{% endfor %}{% endfor %}',
  '{% assign a = "xxxxxxxxxx" %}{% for i in (1..100) %}{% assign a = a | append: a %}{% endfor %}{{ a }}',
  '{% assign a = "xxxxxxxxxx" %}{% for i in (1..40) %}{% assign a = a | replace: "x", a %}{% endfor %}{{ a }}',
  '{% assign a = "a,b" | split: "," %}{% for i in (1..60) %}{% assign a = a | concat: a %}{% endfor %}{{ a | join }}',
  '{% assign a = "x" %}{% for i in (1..30) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}{{ a }}',
  '{% for i in (1..100000) %}{% cycle "a", "b" %}{{ person.firstName | upcase | downcase }}{% endfor %}',
  '{{ "now" | date: "%1000000000Y" }}',
  '{{ 1 | times: 1e308 | times: 1e308 | append: "x" }}',
  `${'{% if true %}'.repeat(5_000)}x${'{% endif %}'.repeat(5_000)}`,
  `{{ ${'person.'.repeat(10_000)}x }}`,
  `{{ a${'[a'.repeat(5_000)}${']'.repeat(5_000)} }}`,
  `{{ person.firstName${' | append: "x"'.repeat(10_000)} }}`,
  '{'.repeat(100_000),
  '{% raw %}'.repeat(20_000),
  '{{ person.email | split: "" | reverse | sort | uniq | join: "" | size }}',
];

const person = {
  id: 'ann',
  attributes: {
    firstName: 'Ann',
    lastName: '{{ 7 | times: 191 }}<script>globalThis.marked = 1</script>${7*191}',
    email: 'x'.repeat(60_000),
    interests: ['a', 'b'],
  },
};

let slowest = 0;
afterAll(() => {
  console.log(`hostile templates: ${PAYLOADS.length}, the slowest ${slowest.toFixed(0)} ms`);
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(60);
});

test.each(PAYLOADS.map((payload) => [payload.slice(0, 60), payload]))(
  'EM-11 EM-13 hostile: %s',
  (_, payload) => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    for (const part of ['subject', 'html', 'text'] as const) {
      const start = process.cpuUsage();
      const [result] = previewEmail(
        message({ [part]: payload }),
        [{ person, account: { id: 'acme', attributes: {} } }],
        { catalogue: b2b },
      );
      const { user, system } = process.cpuUsage(start);
      slowest = Math.max(slowest, (user + system) / 1_000);
      // Time of the processor: a busy machine makes no template slow.
      expect((user + system) / 1_000).toBeLessThan(300);
      if (result?.ok !== true) {
        expect(result?.issues[0]?.code).toMatch(/^TEMPLATE_(SYNTAX|LIMIT)$/u);
        continue;
      }
      const out = result.value[part];
      expect(out).not.toMatch(/1337|native code|root:|"dependencies"|\[object Function/u);
      if (part === 'html') expect(out).not.toContain('<script>');
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect('marked' in globalThis || 'mark' in {}).toBe(false);
  },
);
