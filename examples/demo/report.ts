import { renderSvg } from '../../src/render/index.ts';
import type { Findings } from './findings.ts';
import type { FlowRow } from './flow.ts';
import { Html, html } from './html.ts';
import { bars, dailyChart } from './report-chart.ts';
import { groupSections } from './report-groups.ts';
import { REPORT_STYLE } from './report-style.ts';
import { deeds, flowNote, silentLine } from './terminal-text.ts';
import { formatDay, formatMoment, formatNumber, formatShare, spoken } from './wording.ts';

/** The findings as one HTML page that needs nothing from outside. */
export function reportPage(findings: Findings): string {
  const { journey, title, source, start, end, daily } = findings;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${journey.name}</title>
        <style>
          ${new Html(REPORT_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <p class="eyebrow">${title} · ${formatDay(start)} to ${formatDay(end)}</p>
            <h1>${journey.name}</h1>
            <p class="lead">
              ${source} ${findings.days} virtual days; nothing was sent to anybody.
            </p>
          </header>
          ${keyFigures(findings)}
          <section>
            <h2>Where the accounts were</h2>
            <p>
              Accounts of the journey at the end of each day, by the phase in which they wait or in
              which they left.
            </p>
            ${dailyChart(daily)}
          </section>
          <section class="long">
            <h2>The journey</h2>
            <p>Every step with the accounts that entered it so far and those that are there now.</p>
            <div class="journey">${drawing(findings)}</div>
          </section>
          ${flowTable(findings.flow)}
          <div class="columns">${exits(findings)}${emails(findings)}</div>
          ${proof(findings)} ${groupSections(findings.dashboard)} ${storySection(findings)}
          <footer>Made by the demo of accompany on virtual time. All times are UTC.</footer>
        </main>
      </body>
    </html> `;
  return page.text;
}

function keyFigures(findings: Findings): Html {
  const { accounts, people, entered, inFlight, events, flow, emails } = findings;
  const sent = emails.find(({ outcome }) => outcome === 'sent')?.people ?? 0;
  const at = (node: string): number => flow.find((row) => row.node === node)?.counts.entered ?? 0;
  const figure = (name: string, value: number, note: string): Html =>
    html`<div>
      <dt>${name}</dt>
      <dd>${formatNumber(value)}<small>${note}</small></dd>
    </div>`;
  return html`<dl class="figures">
    ${figure('Accounts', accounts, `${formatNumber(people)} people`)}
    ${figure('Entered the journey', entered, `${formatShare(entered, accounts)} of all accounts`)}
    ${figure('Got offers', at('offers-by-role'), `${formatShare(at('offers-by-role'), entered)} of those who entered`)}
    ${figure('Became customers', at('customer-stage'), `${formatShare(at('customer-stage'), at('offers-by-role'))} of those with offers`)}
    ${figure('On their way', inFlight, 'accounts, at the end')}
    ${figure('E-mails', sent, 'to people, none of them real')}
    ${figure('Events', events, 'clicks, visits, forms')}
    ${figure('People without any event', findings.silent.people, `${formatNumber(findings.silent.missed.length)} missed a phase`)}
  </dl>`;
}

function drawing({ journey, flow }: Findings): Html {
  const counts = new Map(
    flow.map(({ node, counts: { entered, here } }) => [node, { entered, here }]),
  );
  return new Html(renderSvg(journey, { counts, theme: 'light' }));
}

function flowTable(flow: readonly FlowRow[]): Html {
  const rows = flow.filter(({ kind }) => kind !== 'Merge');
  return html`<section class="long">
    <h2>Flow per node</h2>
    <p>In the order of the journey; steps on a path of a split by people are indented.</p>
    <table class="flow">
      <thead>
        <tr>
          <th>Step</th>
          <th>Kind</th>
          <th class="number">Entered</th>
          <th class="number">Here now</th>
          <th>Paths and outcomes</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr class="${row.inner ? 'inner' : ''}">
              <th scope="row"><span class="phase ${row.phase ?? ''}"></span>${row.title}</th>
              <td class="kind">${row.kind}</td>
              <td class="number">${formatNumber(row.counts.entered)}</td>
              <td class="number">${row.counts.here === 0 ? '' : formatNumber(row.counts.here)}</td>
              <td class="note">${flowNote(row)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function exits({ exits: reasons, flow, inFlight }: Findings): Html {
  const ends = flow.filter(({ kind }) => kind === 'End');
  return html`<section>
    <h2>Exits</h2>
    <p>Why runs ended, and at which end.</p>
    <h3>By reason</h3>
    ${bars([
      ...Object.entries(reasons).map(([reason, count]) => ({
        label: spoken(reason),
        count,
        tone: 'customer',
      })),
      { label: 'still inside', count: inFlight, tone: 'nurture' },
    ])}
    <h3>By end</h3>
    ${bars(ends.map(({ title, counts, phase }) => ({ label: title, count: counts.entered, tone: phase ?? 'nurture' })))}
  </section>`;
}

function emails({ emails: counts }: Findings): Html {
  return html`<section>
    <h2>E-mails</h2>
    <p>What became of each e-mail to each person.</p>
    ${bars(
      counts.map(({ outcome, reason, people }) => ({
        label: reason === null ? outcome : `${outcome}: ${spoken(reason)}`,
        count: people,
        tone: outcome === 'sent' ? 'customer' : outcome === 'refused' ? 'offers' : 'bad',
      })),
    )}
  </section>`;
}

function proof(findings: Findings): Html {
  return html`<section class="proof">
    <h2>Nobody was left behind</h2>
    <p>
      An account goes on because of what any member of its buying group did. People who never did
      anything get what their colleagues get.
    </p>
    <strong>${silentLine(findings)}</strong>
  </section>`;
}

function storySection({ story }: Findings): Html {
  if (story === null) return html``;
  return html`<section class="long">
    <h2>The story of ${story.name}</h2>
    <p>${story.about}. ${story.end}</p>
    <ul class="people">
      ${story.people.map(
        ({ name, about, events }) =>
          html`<li class="${events === 0 ? 'silent' : ''}">
            ${name}<span>${about}, ${deeds(events)}</span>
          </li>`,
      )}
    </ul>
    <ol class="story">
      ${story.steps.map(
        ({ at, title, phase, lines }) =>
          html`<li class="${phase ?? ''}">
            <time>${formatMoment(at)}</time><b>${title}</b>
            ${lines.map((line) => html`<p class="${line.includes('moves on') ? 'moved' : ''}">${line}</p>`)}
          </li>`,
      )}
    </ol>
  </section>`;
}
