// Prints how long the built root entry takes to load. Run `npm run build` first.
const before = performance.now();
await import('accompany');
console.log(`import accompany: ${(performance.now() - before).toFixed(1)} ms`);

export {};
