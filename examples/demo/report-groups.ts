import type { Distribution } from '../../src/dashboard/index.ts';
import type { EngagementPart, GroupCard, GroupDashboard } from './group-dashboard.ts';
import { Html, html } from './html.ts';
import { bars } from './report-chart.ts';
import { pageSection } from './report-page.ts';
import { pairs, ring, stacks } from './report-figures.ts';
import type { Slice } from './report-figures.ts';
import { table } from './report-table.ts';
import { formatNumber } from './wording.ts';

/** The buying-group dashboard: one section for each question that it answers. */
export function groupSections(dashboard: GroupDashboard): Html {
  const { groups, stages, completeness, engagement, fast, still, page } = dashboard;
  return html`<section>
      <h2>Buying groups: ${formatNumber(groups)} of two solution interests</h2>
      <p>Groups in each stage at the end of the first day and of the last one.</p>
      <div class="columns">
        ${stages.map(
          ({ name, bars: own }) =>
            html`<div>
              <h3>${name}</h3>
              ${pairs(
                `${name}: groups per stage`,
                own.map((bar) => ({ label: bar.name, first: bar.first, last: bar.last })),
              )}
            </div>`,
        )}
      </div>
    </section>
    ${page === null ? null : pageSection(page)}
    <section>
      <h2>Completeness of buying groups</h2>
      <p>How far the required roles of each group are filled, in percent.</p>
      <div class="columns">
        ${completeness.map(({ name, distribution }) => ring(name, slicesOf(distribution)))}
      </div>
    </section>
    ${engagement === null ? null : engagementSections(engagement)}
    <div class="columns">
      ${cards('High velocity', 'Most moves towards success.', fast, 'Moves a week')}
      ${cards('Stagnant', 'Complete, and without a move in the last third of the time.', still, 'Days in stage')}
    </div>
    ${coverageSection(dashboard)} ${rolesSection(dashboard)} ${journeysSection(dashboard)}
    ${emailsSection(dashboard)}`;
}

const BAND_TONES = ['nurture', 'offers', 'general', 'customer'] as const;

function slicesOf({ bands, notConfigured }: Distribution): readonly Slice[] {
  return [
    ...bands.map(({ least, most, count }, index) => ({
      label: `${least} to ${most}`,
      count,
      tone: BAND_TONES[index] ?? 'nurture',
    })),
    ...(notConfigured > 0 ? [{ label: 'not configured', count: notConfigured, tone: 'bad' }] : []),
  ];
}

const BUCKETS: Readonly<Record<string, string>> = {
  negative: 'below -10 %',
  neutral: '-10 to 10 %',
  positive: '10 to 50 %',
  surging: '50 to 75 %',
  surgingMost: 'above 75 %',
};

function engagementSections(engagement: EngagementPart): Html {
  const { overview, buckets, surging, atRisk, distributions, top } = engagement;
  const engaged = (title: string, count: { engaged: number; notEngaged: number }): Html =>
    ring(title, [
      { label: 'engaged', count: count.engaged, tone: 'customer' },
      { label: 'not engaged', count: count.notEngaged, tone: 'nurture' },
    ]);
  const change = (percent: number | null): string =>
    percent === null ? 'new' : `${percent > 0 ? '+' : ''}${Math.round(percent)} %`;
  return html`<section>
      <h2>Engagement</h2>
      <p>Who did something with a weight in the second half of the time.</p>
      <div class="columns three">
        ${engaged('Accounts', overview.accounts)} ${engaged('Buying groups', overview.groups)}
        ${engaged('People', overview.people)}
      </div>
      <h3>Engagement scores of buying groups</h3>
      <div class="columns">
        ${distributions.map(({ name, distribution }) => ring(name, slicesOf(distribution)))}
      </div>
    </section>
    ${cards('Top engaged', 'The highest engagement scores.', top, null)}
    <section>
      <h2>Surging accounts</h2>
      <p>Change of weighted activity from the first half of the time to the second.</p>
      ${bars(buckets.map(({ bucket, accounts }) => ({ label: BUCKETS[bucket] ?? bucket, count: accounts })))}
      <div class="columns">
        <div>
          <h3>Surging</h3>
          ${table(
            ['Account', 'Change'],
            surging.map((one) => [one.name, change(one.change)]),
          )}
        </div>
        <div>
          <h3>At risk</h3>
          ${table(
            ['Account', 'Change'],
            atRisk.map((one) => [one.name, change(one.change)]),
          )}
        </div>
      </div>
    </section>`;
}

function cards(
  title: string,
  about: string,
  groups: readonly GroupCard[],
  noted: string | null,
): Html {
  const isScored = groups.some(({ engagement }) => engagement !== null);
  return html`<section>
    <h2>${title}</h2>
    <p>${about}</p>
    ${
      groups.length === 0
        ? html`<p>None.</p>`
        : table(
            [
              'Buying group',
              'Stage',
              'Complete',
              ...(isScored ? ['Engagement'] : []),
              ...(noted === null ? [] : [noted]),
            ],
            groups.map(({ name, stage, completeness, engagement, note }) => [
              name,
              stage ?? '',
              completeness === null ? '' : `${completeness} %`,
              ...(isScored ? [String(engagement ?? '')] : []),
              ...(noted === null ? [] : [note]),
            ]),
          )
    }
  </section>`;
}

function coverageSection({ coverage, completeness, overlap }: GroupDashboard): Html {
  return html`<section>
    <h2>Contact coverage and overlap</h2>
    <p>Contacts by solution interest and role. A dash: the interest does not have the role.</p>
    ${table(
      ['Solution interest', ...coverage.roles],
      coverage.rows.map(({ counts }, index) => [
        completeness[index]?.name ?? '',
        ...counts.map((count) => (count === null ? '–' : formatNumber(count))),
      ]),
    )}
    <h3>In groups of both interests: ${formatNumber(overlap.contacts)} contacts</h3>
    ${table(
      ['Contact', 'Roles'],
      overlap.first.map(({ name, groups }) => [name, groups.join(', ')]),
    )}
  </section>`;
}

function rolesSection({ acquisition, engagement }: GroupDashboard): Html {
  return html`<section>
    <h2>Roles</h2>
    <p>People who got a role, by month.</p>
    ${stacks('Role acquisition', acquisition.months, seriesOf(acquisition))}
    ${
      engagement === null
        ? null
        : html`<h3>Activity by role and month</h3>
            ${stacks('Activity by role', engagement.byRole.months, seriesOf(engagement.byRole))}`
    }
  </section>`;
}

function seriesOf({ roles }: GroupDashboard['acquisition']) {
  return roles.map(({ role, counts }) => ({ label: role, counts }));
}

function journeysSection({ journeys }: GroupDashboard): Html {
  return html`<section>
    <h2>Journeys</h2>
    <p>Published journeys by completion rate, and by the channels that they use.</p>
    <div class="columns">
      ${ring('Completion rate', slicesOf(journeys.completion))}
      <div>
        ${bars(journeys.channels.map(({ channel, journeys: count }) => ({ label: channel, count })))}
      </div>
    </div>
    ${table(
      ['Journey', 'Status', 'Start', 'End', 'Completed'],
      journeys.rows.map(({ journey, status, start, end, completionRate }) => [
        journey,
        status,
        dayOf(start),
        dayOf(end),
        share(completionRate),
      ]),
    )}
  </section>`;
}

function emailsSection({ emails }: GroupDashboard): Html {
  const { unique } = emails.all;
  return html`<section class="long">
    <h2>E-mail performance</h2>
    <p>People per e-mail in the chart; messages and events in the table.</p>
    ${bars([
      { label: 'sent', count: unique.sent },
      { label: 'delivered', count: unique.delivered },
      { label: 'opened', count: unique.opened, tone: 'customer' },
      { label: 'clicked', count: unique.clicked, tone: 'customer' },
      { label: 'unsubscribed', count: unique.unsubscribed, tone: 'bad' },
    ])}
    ${table(
      ['E-mail', 'Sent', 'Opens', 'Open rate', 'Clicks', 'Click rate', 'Click to open', 'Opt-outs'],
      emails.rows.map((row) => [
        row.email ?? '',
        formatNumber(Number(row.sent)),
        formatNumber(Number(row.opens)),
        share(row.openRate),
        formatNumber(Number(row.clicks)),
        share(row.clickRate),
        share(row.clickToOpenRate),
        share(row.unsubscribeRate),
      ]),
    )}
  </section>`;
}

function share(percent: string | number | null): string {
  return percent === null ? '' : `${percent} %`;
}

function dayOf(instant: string | number | null): string {
  return String(instant ?? '').slice(0, 10);
}
