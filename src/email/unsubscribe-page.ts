/** `ask` before opting out, `done` after it, `wrong` for a link that is not ours, `later` when it could not be kept. */
export type UnsubscribePage = 'ask' | 'done' | 'wrong' | 'later';

const BODIES: Readonly<Record<UnsubscribePage, string>> = {
  ask: '<p>Do you want no more of these e-mails?</p><form method="post"><button>Unsubscribe</button></form>',
  done: '<p>You get no more of these e-mails.</p>',
  wrong: '<p>This link is not complete. Open it from the e-mail again.</p>',
  later: '<p>That did not work. Try again in a minute.</p>',
};

/** The plain page for who opts out. The form goes to the page's own address, which holds the token. */
export function unsubscribePage(page: UnsubscribePage): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Unsubscribe</title></head><body>${BODIES[page]}</body></html>`;
}
