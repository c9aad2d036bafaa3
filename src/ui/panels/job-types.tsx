import type { TypeCheck, TypeErrorGroup } from '@/shared/regeneration';
import { typesLook } from '../model/regeneration';
import { Disclosure } from '../parts/disclosure';
import { plural } from '../parts/format';
import { Identifier, Name } from '../parts/identifier';
import { Duration } from '../parts/units';
import { VerdictShape } from '../parts/verdict-mark';
import { Part } from './job-part';

/** So many kinds of errors are shown, and of each so many places. */
const GROUPS = 12;
const PLACES = 40;

/** The errors of the application's types against the new client; those that it caused first, alike ones together. */
export function JobTypes({ types }: { types: TypeCheck }) {
  const shown = types.groups.slice(0, GROUPS);
  const rest = types.groups.slice(GROUPS);
  return (
    <Part title="Types of the application" look={typesLook(types)}>
      <p className="text-muted">
        <Name>{types.command}</Name>, <Duration ms={types.durationMs} />
      </p>
      <Groups groups={shown} />
      {rest.length === 0 ? null : (
        <Disclosure summary={plural(rest.length, 'more kind of error', 'more kinds of errors')}>
          <Groups groups={rest} />
        </Disclosure>
      )}
    </Part>
  );
}

function Groups({ groups }: { groups: readonly TypeErrorGroup[] }) {
  return (
    <ul>
      {groups.map((group) => (
        <li
          key={`${group.code} ${group.isNew} ${group.byPrisma} ${group.message}`}
          className="border-t border-line first:border-t-0"
        >
          <Group group={group} />
        </li>
      ))}
    </ul>
  );
}

function Group({ group: { code, byPrisma, isNew, message, count, places } }: { group: TypeErrorGroup }) {
  const shown = places.slice(0, PLACES);
  const verdict = byPrisma ? 'fail' : 'warn';
  return (
    <Disclosure
      summary={
        <>
          <VerdictShape verdict={verdict} />
          <Name className="text-muted">{code}</Name>
          <span className="min-w-0">{message}</span>
          <span className="text-muted">
            {plural(count, 'place')}
            {byPrisma ? ', by the client' : ''}
            {isNew === true ? ', new' : ''}
          </span>
        </>
      }
    >
      <ul className="columns-1 lg:columns-2">
        {shown.map(({ file, line, column }) => (
          <li key={`${file}:${line}:${column}`}>
            <Identifier name={`${file}:${line}:${column}`} className="text-muted" />
          </li>
        ))}
      </ul>
      {count > shown.length ? <p className="text-muted">and {count - shown.length} more</p> : null}
    </Disclosure>
  );
}
