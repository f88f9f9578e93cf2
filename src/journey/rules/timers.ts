import { DURATION_UNITS, checkDuration } from '../../kernel/duration.ts';
import type { Duration, MustEndOn } from '../../kernel/duration.ts';
import { readInstant } from '../../kernel/instant.ts';
import { problem, warning } from '../../kernel/issue.ts';
import type { Issue, Path } from '../../kernel/issue.ts';
import { isZone } from '../../kernel/zone.ts';
import type { RuleContext } from './rule.ts';

/** Waits and timeouts (JD-37 to JD-41, reference 7.1, 7.2, A-10, A-51). */
export function timers({ graph }: RuleContext): Issue[] {
  return graph.places.flatMap(({ node, path }): Issue[] => {
    if (node.kind === 'wait') {
      const { for: duration, until, mustEndOn } = node;
      return timer({
        codes: WAIT_CODES,
        names: ['for', 'until'],
        duration,
        instant: until,
        mustEndOn,
        path,
      });
    }
    if (node.kind !== 'listen' || node.timeout === undefined) return [];
    const { after, at, mustEndOn, path: goesOn, next } = node.timeout;
    const place = [...path, 'timeout'];
    const issues = timer({
      codes: TIMEOUT_CODES,
      names: ['after', 'at'],
      duration: after,
      instant: at,
      mustEndOn,
      path: place,
    });
    if (goesOn === false && next !== undefined) {
      const message = 'The timeout ends the run, and yet an edge leads on.';
      const fix = 'Take the edge out, or set path to true.';
      issues.push(warning('TIMEOUT_PATH', [...place, 'next'], message, fix));
    }
    return issues;
  });
}

type TimerCodes = Readonly<Record<'duration' | 'instant' | 'exclusive' | 'zone' | 'time', string>>;

const WAIT_CODES: TimerCodes = {
  duration: 'WAIT_DURATION',
  instant: 'WAIT_INSTANT',
  exclusive: 'WAIT_EXCLUSIVE',
  zone: 'WAIT_ZONE',
  time: 'WAIT_TIME',
};

const TIMEOUT_CODES: TimerCodes = {
  duration: 'TIMEOUT_DURATION',
  instant: 'TIMEOUT_INSTANT',
  exclusive: 'TIMEOUT_EXCLUSIVE',
  zone: 'TIMEOUT_ZONE',
  time: 'TIMEOUT_TIME',
};

interface Timer {
  readonly codes: TimerCodes;
  /** What duration and instant are called in the document. */
  readonly names: readonly [duration: string, instant: string];
  readonly duration: Duration | undefined;
  readonly instant: string | undefined;
  readonly mustEndOn: MustEndOn | undefined;
  readonly path: Path;
}

function timer({ codes, names, duration, instant, mustEndOn, path }: Timer): Issue[] {
  const issues: Issue[] = [];
  const report = (fault: keyof TimerCodes, place: Path, message: string, fix: string): void => {
    issues.push(problem(codes[fault], [...path, ...place], message, fix));
  };
  const [durationName, instantName] = names;
  if (instant !== undefined) {
    if (duration !== undefined || mustEndOn !== undefined) {
      const message = `${instantName} stands beside ${duration === undefined ? 'mustEndOn' : durationName}.`;
      report('exclusive', [instantName], message, 'Give either an instant or a duration.');
    }
    if (!instant.includes('T') || readInstant(instant) === undefined) {
      const message = `${JSON.stringify(instant)} is no instant with an offset.`;
      const fix = 'Give ISO 8601 with a time and an offset, such as 2026-01-05T09:00:00Z.';
      report('instant', [instantName], message, fix);
    }
  }
  if (duration !== undefined && !(mustEndOn !== undefined && isZero(duration))) {
    const fault = checkDuration(duration);
    const fix = 'Give whole numbers of months, weeks, days, hours or minutes, at least 1 in all.';
    if (fault !== undefined) report('duration', [durationName], fault, fix);
  }
  if (mustEndOn !== undefined) {
    const { time, zone } = mustEndOn;
    if (!isZone(zone)) {
      const message = `${JSON.stringify(zone.slice(0, 64))} is not a time zone.`;
      report('zone', ['mustEndOn', 'zone'], message, 'Give an IANA name, such as Europe/Berlin.');
    }
    if (time !== undefined && !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) {
      const message = `${JSON.stringify(time.slice(0, 64))} is no time of day.`;
      report('time', ['mustEndOn', 'time'], message, 'Give it as HH:mm, 00:00 to 23:59.');
    }
  }
  return issues;
}

function isZero(duration: Duration): boolean {
  return DURATION_UNITS.every((unit) => (duration[unit] ?? 0) === 0);
}
