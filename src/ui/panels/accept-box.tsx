import type { AcceptEdit, EditPart } from '@/shared/finding';
import { Code } from '../parts/code';
import { Identifier, Source } from '../parts/identifier';

const DOES: Record<AcceptEdit['action'], string> = {
  replace: 'replace this line with',
  insert: 'insert after this line',
  remove: 'remove this line',
  append: 'add at the end',
};

/** The edits of `schema.prisma` that accept what the database has: the other direction, unless `lead` calls them the repair. */
export function AcceptBox({ edit, lead = 'Or accept it:' }: { edit: AcceptEdit; lead?: string }) {
  return (
    <div className="grid gap-1">
      <Edit edit={edit} lead={lead} />
      {(edit.and ?? []).map((part) => (
        <Edit key={`${part.file}:${part.line} ${part.text}`} edit={part} lead="and" />
      ))}
    </div>
  );
}

function Edit({ edit, lead }: { edit: EditPart; lead: string }) {
  return (
    <div>
      <p className="flex flex-wrap items-baseline gap-x-2 pb-1 text-muted">
        <span>{lead}</span>
        {edit.line === null ? (
          <Identifier name={edit.file} className="text-muted" />
        ) : (
          <Source source={{ file: edit.file, line: edit.line }} />
        )}
        <span>{DOES[edit.action]}</span>
      </p>
      {edit.text === '' ? null : <Code text={edit.text} what="the edit" />}
    </div>
  );
}
