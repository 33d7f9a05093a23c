// Runs the server audit of the GraphQL-over-HTTP working group against a running hub, as a proxy before it would ask.
// usage: node audit.js URL
import { serverAudits } from 'graphql-http';

const proxied = (url, init = {}) => fetch(url, { ...init, headers: { ...init.headers, 'X-Forwarded-Proto': 'https' } });

const tally = { ok: 0, warn: 0, error: 0, notice: 0 };
for (const audit of serverAudits({ url: process.argv[2], fetchFn: proxied })) {
  const result = await audit.fn();
  tally[result.status] += 1;
  if (result.status !== 'ok') console.log(result.status, audit.id, audit.name, result.reason ?? '');
}
const total = Object.values(tally).reduce((a, b) => a + b);
console.log(`GraphQL over HTTP: ${tally.ok} of ${total} audits ok, ${tally.warn} warnings`);
process.exit(tally.ok === total && total >= 61 ? 0 : 1);
