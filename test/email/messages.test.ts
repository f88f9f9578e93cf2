import { describe, expect, test } from 'vitest';
import { checkEmail, parseEmailMessage, plainText, previewEmail } from '../../src/email/index.ts';
import type { ComposedEmail, EmailMessage, EmailSubject } from '../../src/email/index.ts';
import { b2b, message } from './catalogue.ts';

const ann: EmailSubject = {
  person: { id: 'ann', attributes: { firstName: 'Ann', born: Date.UTC(1990, 0, 2) } },
  account: { id: 'acme', attributes: { name: 'Acme & <Sons>' } },
  unsubscribeUrl: 'https://example.com/u?t=1&p=2',
};

function composed(changes: Partial<EmailMessage>, subject = ann): ComposedEmail {
  const [result] = previewEmail(message(changes), [subject], {
    catalogue: b2b,
    subscription: { company: 'Contoso' },
  });
  if (result?.ok !== true) throw new Error(JSON.stringify(result?.issues));
  return result.value;
}

function codes(changes: Partial<EmailMessage>, operational = false): string[] {
  const check = { catalogue: b2b, operational, subscription: { company: 'Contoso' } };
  return checkEmail(message(changes), check).map(
    ({ code, severity, path }) => `${severity} ${code} ${path.join('.')}`,
  );
}

describe('documents', () => {
  test('EM-1 a document is read as it is, and unknown properties are refused', () => {
    expect(parseEmailMessage(message()).ok).toBe(true);
    const read = parseEmailMessage({ ...message(), headers: { Bcc: 'x@example.com' } });
    expect(read.issues.map(({ path }) => path)).toEqual([['headers']]);
    for (const hostile of [null, 7, [], { __proto__: message() }, 'x'.repeat(10)])
      expect(parseEmailMessage(hostile).ok).toBe(false);
  });

  test('EM-3 a preheader stands hidden at the start of the body', () => {
    const { html, text } = composed({ html: '<body class="a"><p>B</p></body>', preheader: 'P<' });
    expect(html).toMatch(/^<body class="a"><div hidden style="[^"]+">P<<\/div><p>B/u);
    expect(text).toBe('B');
    expect(composed({ html: '<p>B</p>', preheader: 'P' }).html).toMatch(/^<div hidden/u);
  });

  test('EM-4 a preview is what each sample would get, or why there is none', () => {
    const samples = [ann, { ...ann, person: { id: 'bob', attributes: {} } }];
    const subjects = previewEmail(message(), samples, { catalogue: b2b });
    expect(subjects.map((one) => one.ok && one.value.subject)).toEqual([
      'Hello Ann',
      'Hello there',
    ]);
    const broken = previewEmail(message({ html: '{% if %}' }), samples, { catalogue: b2b });
    expect(broken.map(({ ok }) => ok)).toEqual([false, false]);
  });

  test('EM-5 the text part is made from the HTML', () => {
    const html = `<html><head><title>T</title><style>p { color: red }</style></head><body>
      <h1>Hello&nbsp;Ann</h1><p>One<br>two &amp; three &#8364;&#x41;</p><!-- no > -->
      <ul><li>First</li><li>Second</li></ul><div hidden>Hidden <div>deep</div></div>
      <a href="https://example.com/a?b=1&amp;c=2">Read</a> <a href="https://example.com">https://example.com</a>
      <script>alert(1)</script>End</body></html>`;
    expect(plainText(html)).toBe(
      [
        'Hello Ann',
        '',
        'One',
        'two & three €A',
        '',
        '- First',
        '- Second',
        'Read [https://example.com/a?b=1&c=2] https://example.com End',
      ].join('\n'),
    );
    const start = performance.now();
    for (const part of ['<', '<!--', '<a href=', ' ', '<b> ', '&', '\n ', '<p hidden>'])
      plainText(part.repeat(50_000));
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(composed({ text: 'Own {{ person.firstName }}' }).text).toBe('Own Ann');
  });
});

describe('templates', () => {
  test('EM-10 a template that cannot be read is an issue with its place', () => {
    const check = { catalogue: b2b };
    const [issue] = checkEmail(message({ html: '<p>\n  {{ person.firstName | upcse }}' }), check);
    expect(issue).toMatchObject({ code: 'TEMPLATE_SYNTAX', path: ['html'] });
    expect(issue!.message).toMatch(/^Line 2, column \d+: undefined filter: upcse\.$/u);
    for (const html of ['{{', '{% if a %}', '{% for x in %}{% endfor %}', '{% end %}'])
      expect(codes({ html })).toContain('error TEMPLATE_SYNTAX html');
  });

  test('EM-12 person, account, group, subscription and opt-out are in scope', () => {
    const html =
      '{{ person.id }} {{ person.born }} {{ account.name }} {{ subscription.company }} {{ group.role }} {{ group.completeness }} [{{ person.lastName }}]';
    expect(composed({ html }).html).toBe(
      'ann 1990-01-02T00:00:00Z Acme &amp; &lt;Sons&gt; Contoso   []',
    );
    const member = { person: 'ann', role: 'Buyer', source: 'system', removed: false } as const;
    const groups = [
      { definition: 'crm', members: [{ ...member, removed: true }], completeness: null },
      { definition: 'erp', members: [member], completeness: 49.5 },
    ];
    const account = { id: 'acme', attributes: {}, groups };
    expect(composed({ html }, { ...ann, account }).html).toContain('Buyer 50');
    const named = composed(
      { html: '{{ group.interest }} {{ group.role | default: "none" }}', group: 'crm' },
      { ...ann, account },
    );
    expect(named.html).toBe('crm none');
    expect(composed({}, { ...ann, account: undefined }).subject).toBe('Hello Ann');
  });

  test('EM-14 what is inserted into HTML is escaped, and headers are one line', () => {
    const attributes = {
      firstName: 'A\r\nBcc: eve@example.com\u2028x',
      lastName: '<img src=x>"\'',
    };
    const eve = { ...ann, person: { id: 'eve', attributes } };
    const { subject, from, html, replyTo } = composed(
      {
        from: { name: '{{ person.firstName }}' },
        replyTo: '{{ person.firstName }}@example.com',
        html: '<p title="{{ person.lastName }}">{{ person.lastName }}</p>',
      },
      eve,
    );
    expect(subject).toBe('Hello A Bcc: eve@example.com x');
    expect(from.name).toBe('A Bcc: eve@example.com x');
    expect(replyTo).not.toMatch(/[\r\n]/u);
    const safe = '&lt;img src=x&gt;&#34;&#39;';
    expect(html).toBe(`<p title="${safe}">${safe}</p>`);
  });
});

describe('checks', () => {
  test('a message that nothing stands against', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ html: '<p>{{ subscription.company }}</p>' }, true)).toEqual([]);
  });

  test('EM-20 subject, sender and content must be there', () => {
    expect(codes({ subject: ' ' })).toEqual(['error EMAIL_SUBJECT subject']);
    expect(codes({ from: { name: '' } })).toEqual(['error EMAIL_FROM from.name']);
    expect(codes({ html: '<p> </p>' }, true)).toEqual(['error EMAIL_EMPTY html']);
    expect(codes({ html: '<img src="a.png">' }, true)).toEqual([]);
    expect(codes({ text: ' ' })).toEqual(['warning EMAIL_TEXT text']);
  });

  test('EM-21 headers have one line, and fixed addresses are addresses', () => {
    expect(codes({ subject: 'a\nBcc: b@example.com' })).toEqual(['error EMAIL_LINE_BREAK subject']);
    expect(codes({ from: { name: 'a\rb' } })).toEqual(['error EMAIL_LINE_BREAK from.name']);
    expect(codes({ replyTo: 'nobody' })).toEqual(['error EMAIL_ADDRESS replyTo']);
    expect(codes({ from: { name: 'a', address: 'a@b, c@d' } })).toEqual([
      'error EMAIL_ADDRESS from.address',
    ]);
    expect(codes({ replyTo: '{{ person.email }}' })).toEqual([]);
  });

  test('EM-22 a path that nothing stands for is an error with its place', () => {
    const unknown = 'error UNKNOWN_PATH subject';
    for (const path of [
      'person.fistName',
      'lead.firstName',
      'person',
      'group.name',
      'subscription.x',
    ])
      expect([path, codes({ subject: `a {{ ${path} }}` })]).toEqual([path, [unknown]]);
    expect(codes({ subject: '{{ person[account.name] }}' })).toEqual([unknown]);
    expect(codes({ subject: '{{ person.firstName.constructor }}' })).toEqual([unknown]);
    const fine =
      '{% assign a = person.interests | first %}{% for i in person.interests %}{{ i }}{{ forloop.index }}{% endfor %}{{ a }}{{ person.interests[0] }}{{ person.interests.size }}';
    expect(codes({ subject: fine })).toEqual([]);
  });

  test('EM-23 EM-24 links lead somewhere, and one of them to opting out', () => {
    expect(codes({ html: '<a href="#">A</a><a>B</a><a name="c"></a>' })).toEqual([
      'warning EMAIL_OPT_OUT html',
      'warning EMAIL_LINK html',
    ]);
    expect(codes({ html: '<a href="#">A</a>' }, true)).toEqual(['warning EMAIL_LINK html']);
  });

  test('EM-23 tags that do not end take no time that grows with their square', () => {
    const began = performance.now();
    codes({ html: '<a '.repeat(66_000) });
    previewEmail(message({ html: '<body '.repeat(33_000), preheader: 'x' }), [], {
      catalogue: b2b,
    });
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('EM-25 EM-26 size and catalogue', () => {
    expect(codes({ html: `${message().html}${'ä'.repeat(51_200)}` })).toEqual([
      'warning EMAIL_SIZE html',
    ]);
    const catalogue = { ...b2b, person: {} };
    const issues = checkEmail(message({ subject: 'x' }), { catalogue });
    expect(issues.map(({ code }) => code)).toEqual(['EMAIL_NO_ADDRESS']);
  });
});
