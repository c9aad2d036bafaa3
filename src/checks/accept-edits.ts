import type { DatabaseSchema } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import type { PrismaSchema } from '../shared/prisma-schema';
import { acceptColumn } from './support/accept-column';
import { acceptEnum } from './support/accept-enum';
import { acceptExtension } from './support/accept-extension';
import { declareIndex, removeIndexAttribute } from './support/accept-index';
import { acceptKey } from './support/accept-key';
import { acceptTable } from './support/accept-table';
import { type AcceptContext, acceptContext } from './support/accept-text';

/**
 * The findings, each with the edit of `schema.prisma` that accepts what the database has, where Prisma's language can
 * say it in one place and its ends.
 */
export function withAcceptEdits(
  findings: readonly Finding[],
  sides: { schema: PrismaSchema; catalogue: DatabaseSchema },
): Finding[] {
  if (findings.length === 0) return [];
  const context = acceptContext(sides.schema, sides.catalogue);
  return findings.map((finding) => {
    if (finding.rule === 'foreign-key.unindexed') return withDeclaration(finding, context);
    if (finding.accept !== undefined) return finding;
    const accept = editFor(finding, context);
    return accept === undefined ? finding : { ...finding, accept };
  });
}

function editFor(finding: Finding, context: AcceptContext): Finding['accept'] {
  if (finding.rule.startsWith('column.')) return acceptColumn(finding, context);
  if (finding.rule.startsWith('enum.')) return acceptEnum(finding, context);
  if (finding.rule.startsWith('extension.')) return acceptExtension(finding, context);
  if (finding.rule === 'table.unexpected') return acceptTable(finding, context);
  if (finding.rule === 'index.duplicate' || finding.rule === 'index.redundant')
    return removeIndexAttribute(finding, context);
  return acceptKey(finding, context);
}

/** What the repair makes is to be declared, or the next migration takes it away again. */
function withDeclaration(finding: Finding, context: AcceptContext): Finding {
  const along = declareIndex(finding, context);
  return along === undefined ? finding : { ...finding, along };
}
