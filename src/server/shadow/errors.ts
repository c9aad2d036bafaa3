/** No shadow database could be had; the message is a sentence with the reason and the setting that helps. */
export class ShadowUnavailableError extends Error {
  override readonly name = 'ShadowUnavailableError';
}

const NEXT_STEP = 'Set --shadow-database-url to a PostgreSQL server where databases may be created.';

/** The sentence for a reason from elsewhere, whose own advice is about the watched database. */
export function shadowUnavailable(reason: string, cause?: unknown): ShadowUnavailableError {
  const why = reason
    .replace(/(, or|:) set DATABASE_URL[^.]*\./, '.')
    .replaceAll('--database-url', '--shadow-database-url')
    .trim()
    .replace(/\.?$/, '.');
  const advice = why.includes('--shadow-database-url') ? '' : ` ${NEXT_STEP}`;
  return new ShadowUnavailableError(`There is no shadow database: ${why}${advice}`, { cause });
}
