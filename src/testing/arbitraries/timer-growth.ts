import type { Timeout, WaitNode } from '../../journey/document.ts';
import type { Duration, MustEndOn } from '../../kernel/duration.ts';
import { formatInstant } from '../../kernel/instant.ts';
import type { Draw } from './growth.ts';
import { BEGINNING, STEP } from './timeline-units.ts';

interface TimerChoice {
  readonly length?: Duration;
  readonly instant?: string;
  readonly mustEndOn?: MustEndOn;
}

/** A wait. */
export function growWait(draw: Draw): Pick<WaitNode, 'for' | 'until' | 'mustEndOn'> {
  const { length, instant, ...rest } = growTimer(draw);
  return { ...rest, ...(length ? { for: length } : {}), ...(instant ? { until: instant } : {}) };
}

/** A timeout of a listener, without its edge. */
export function growTimeout(draw: Draw): Timeout {
  const { length, instant, ...rest } = growTimer(draw);
  return { ...rest, ...(length ? { after: length } : {}), ...(instant ? { at: instant } : {}) };
}

/** A wait or a timeout that ends on the grid of instants that timelines are made of. */
function growTimer(draw: Draw): TimerChoice {
  const length = draw.pick<Duration>([
    { hours: 1 },
    { minutes: 30 },
    { hours: 6 },
    { days: 1 },
    { days: 1, hours: 2 },
  ]);
  switch (draw(6)) {
    case 0:
    case 1:
      return { length };
    case 2:
      return { instant: formatInstant(BEGINNING + (draw(96) - 8) * STEP) };
    case 3:
      return { length, mustEndOn: growMustEndOn(draw) };
    case 4:
      return { mustEndOn: growMustEndOn(draw) };
    default:
      return {};
  }
}

function growMustEndOn(draw: Draw): MustEndOn {
  return {
    zone: draw.pick(['UTC', 'Europe/Berlin', 'America/Los_Angeles']),
    ...(draw.once(2) ? { time: draw.pick(['09:00', '02:30', '17:30']) } : {}),
    ...(draw.once(2) ? { days: [draw.pick(['sunday', 'monday', 'friday'])] } : {}),
  };
}
