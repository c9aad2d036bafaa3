import { describe, expect, it } from 'vitest';
import { connectionConfig } from '../probes/catalogue/connection';
import { readOnlyUrl } from '../probes/client/read-only-url';
import { connectionFor } from './engine-session';

/** Every connection that Driftboard opens to a watched database. */
const ROADS = {
  catalogue: (url: string) => connectionConfig(url, 800).config.connectionString ?? '',
  delegates: (url: string) => readOnlyUrl(url, 800),
  'schema engine': (url: string) => connectionFor(url, 'read').connectionString,
};

describe.each(Object.entries(ROADS))('the URL of the %s', (_name, make) => {
  const parameters = (query: string) => new URL(make(`postgresql://u:p@h/d?${query}`)).searchParams;

  it.each(['prefer', 'allow'])('takes sslmode=%s for a plain connection', (mode) => {
    expect(parameters(`sslmode=${mode}`).has('sslmode')).toBe(false);
  });

  it('takes sslmode=require as libpq and Prisma do', () => {
    const read = parameters('sslmode=require');
    expect([read.get('sslmode'), read.get('uselibpqcompat')]).toEqual(['require', 'true']);
  });

  it('sends PgBouncer no options, and every other server that it may only read', () => {
    expect(parameters('pgbouncer=true').has('options')).toBe(false);
    expect(parameters('x=1').get('options')).toContain('default_transaction_read_only=on');
  });

  it('drops what only Prisma knows', () => {
    const read = parameters(
      'connection_limit=3&pool_timeout=1&socket_timeout=1&sslaccept=strict&connect_timeout=1',
    );
    expect([...read.keys()].sort()).toEqual(['application_name', 'options']);
  });
});
