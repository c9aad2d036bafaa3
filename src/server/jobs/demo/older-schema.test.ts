import { describe, expect, it } from 'vitest';
import { olderSchema } from './older-schema';

const SCHEMA = `datasource db {
  provider = "postgresql"
}

enum Shared {
  A
}

/// only for goals
enum GoalKind {
  X
}

enum Unused {
  Y
}

/// story: core
model User {
  id     String  @id
  kind   Shared
  goals  Goal[]
  goal   Goal?   @relation("best", fields: [goalId], references: [id])
  goalId String?
}

/// A goal.
/// story: 5.2
model Goal {
  id     String   @id
  kind   GoalKind
  shared Shared[]
  user   User     @relation(fields: [userId], references: [id])
  userId String
}
`;

describe('olderSchema', () => {
  const [file] = olderSchema([{ path: 'schema.prisma', text: SCHEMA }], new Set(['Goal']));
  const text = file?.text ?? '';

  it('leaves out the model with its comment and the enum that only it used', () => {
    expect(text).not.toMatch(/Goal\b|GoalKind|story: 5\.2|A goal|only for goals/);
  });

  it('keeps columns, shared enums and enums that nobody uses', () => {
    expect(text).toContain('goalId String?');
    expect(text).toContain('enum Shared');
    expect(text).toContain('enum Unused');
    expect(text).toContain(
      '/// story: core\nmodel User {\n  id     String  @id\n  kind   Shared\n  goalId String?\n}',
    );
  });

  it('looks across files', () => {
    const [enums, models] = SCHEMA.split('/// story: core');
    const files = olderSchema(
      [
        { path: 'a.prisma', text: enums ?? '' },
        { path: 'b.prisma', text: `/// story: core${models ?? ''}` },
      ],
      new Set(['Goal']),
    );
    expect(files.map((one) => one.path)).toEqual(['a.prisma', 'b.prisma']);
    expect(files[0]?.text).not.toContain('GoalKind');
    expect(files[1]?.text).not.toContain('model Goal');
  });

  it('changes nothing when nothing is dropped', () => {
    expect(olderSchema([{ path: 'schema.prisma', text: SCHEMA }], new Set())[0]?.text).toBe(SCHEMA);
  });
});
