import { z } from 'zod';
import { redact } from '../../../../shared/redact';
import type { Script, ScriptStatement } from './script';
import type { Wire } from './wire';

/** A statement of a migration that the shadow server refuses; the sentence names file and line, and PostgreSQL's reason. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/** PostgreSQL's words for what may not stand in one transaction with the rest of its script. */
const NOT_TOGETHER = new Set(['25001', '55P04']);

const Refusal = z.object({ code: z.string().nullish(), position: z.coerce.number().nullish() });

/**
 * Runs statements of one script as Prisma runs a migration: in one message, which is one transaction. Where PostgreSQL
 * says that they cannot stand in one (CREATE INDEX CONCURRENTLY, the use of an enum's new value), one by one.
 * @returns a note in the latter case, else null
 * @throws ReplayError
 */
export async function runStatements(
  wire: Wire,
  script: Script,
  statements: readonly ScriptStatement[],
): Promise<string | null> {
  const [only, ...others] = statements;
  try {
    await wire.run(statements.map(({ text }) => text).join(';\n'));
    return null;
  } catch (error) {
    if (only !== undefined && others.length === 0) throw refused(script, error, only);
    // A COMMIT of its own has kept a part: nothing can be run again.
    if (statements.some(({ node }) => 'TransactionStmt' in node)) throw refused(script, error, null);
    if (NOT_TOGETHER.has(codeOf(error) ?? '')) {
      const failure = await firstRefused(wire, statements);
      if (failure !== null) throw refused(script, failure.error, failure.statement);
      return `${script.file} cannot run in one transaction (${wordsOf(error)}), so its statements were run one by one.`;
    }
    // The whole was rolled back; in a second try, one by one, the statement that is refused shows itself.
    const failure = await wire.run('BEGIN').then(
      () => firstRefused(wire, statements),
      () => null,
    );
    throw refused(script, failure?.error ?? error, failure?.statement ?? null);
  }
}

type Failure = { statement: ScriptStatement; error: unknown };

async function firstRefused(wire: Wire, statements: readonly ScriptStatement[]): Promise<Failure | null> {
  for (const statement of statements) {
    try {
      await wire.run(statement.text);
    } catch (error) {
      return { statement, error };
    }
  }
  return null;
}

/** @param statement the one that was sent alone: PostgreSQL's place counts from its beginning */
export function refused(script: Script, error: unknown, statement: ScriptStatement | null): ReplayError {
  const code = codeOf(error);
  const place = statement === null ? script.file : `${script.file}:${lineOf(statement, error)}`;
  return new ReplayError(
    `The migration ${script.name} cannot be replayed: PostgreSQL refuses ${place} with "${wordsOf(error)}"${code === null ? '' : ` (${code})`}.`,
    { cause: error },
  );
}

function lineOf(statement: ScriptStatement, error: unknown): number {
  const refusal = Refusal.safeParse(error);
  const position = refusal.success ? (refusal.data.position ?? 1) : 1;
  return statement.line + statement.text.slice(0, position - 1).split('\n').length - 1;
}

function codeOf(error: unknown): string | null {
  const refusal = Refusal.safeParse(error);
  return refusal.success ? (refusal.data.code ?? null) : null;
}

function wordsOf(error: unknown): string {
  return redact(error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
