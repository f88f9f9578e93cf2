import * as accompany from '../../src/index.ts';

// Runs in the page. What it returns is written into the page, where the test reads it.
async function main(): Promise<object> {
  return { names: Object.keys(accompany), agent: navigator.userAgent };
}

function write(result: object): void {
  Object.assign(globalThis, { result });
  const element = document.createElement('pre');
  element.id = 'result';
  element.textContent = encodeURIComponent(JSON.stringify(result));
  document.body.append(element);
}

main().then(write, (error: unknown) => {
  write({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
});
