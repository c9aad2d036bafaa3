import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from '../../server/config';
import { findProjectRoot } from '../../server/project-root';
import { RULES_BY_GROUP, RuleId } from '../../shared/rules';
import { parseArguments } from '../arguments';
import { EXIT, type Io } from '../io';

/** `driftboard explain RULE`: what a rule means, how it is decided, its blind spots, how to repair it. */
export async function explain(args: readonly string[], io: Io): Promise<number> {
  const { positionals, faults } = parseArguments(
    args,
    {},
    { min: 1, max: 1, what: 'a rule: driftboard explain RULE' },
  );
  if (faults.length > 0) throw new ConfigError([...faults, ruleList()]);
  const [name = ''] = positionals;
  const rule = RuleId.safeParse(name);
  if (!rule.success) throw new ConfigError([`"${name}" is no rule.`, ruleList()]);
  const page = await readPage(rule.data);
  if (page === null) {
    io.err(`driftboard: no check reports ${rule.data} yet, so it has no page.\n`);
    return EXIT.unknown;
  }
  io.out(page);
  return EXIT.ok;
}

async function readPage(rule: RuleId): Promise<string | null> {
  const file = path.join(findProjectRoot(), 'docs', 'rules', `${rule}.md`);
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

function ruleList(): string {
  const groups = Object.entries(RULES_BY_GROUP).map(([group, ids]) => `  ${group}: ${ids.join(' ')}`);
  return `The rules are:\n${groups.join('\n')}`;
}
