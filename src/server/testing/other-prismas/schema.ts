import type { LabOptions } from './generate-with';
import { majorOf, type OtherPrismaVersion } from './versions';

/** Two models with a relation and an enum, for the tables of `TEST_TABLES`. */
export const LAB_MODELS = `enum Mood {
  HAPPY
  SAD
}

model User {
  id    String @id
  mood  Mood
  posts Post[]

  @@map("users")
}

/// story: 5.1
model Post {
  id     Int    @id @default(autoincrement())
  userId String
  user   User   @relation(fields: [userId], references: [id])

  @@map("posts")
}
`;

/** A whole schema as that Prisma wants it: before 7 the connection stands in it. */
export function labSchema(
  version: OtherPrismaVersion,
  { layout, output, options = [] }: LabOptions,
  models: string,
): string {
  const generator = [
    `provider = "${layout}"`,
    ...(output === 'default' ? [] : ['output = "../src/generated"']),
    ...options,
  ];
  const datasource = [
    'provider = "postgresql"',
    ...(majorOf(version) < 7 ? ['url = env("DATABASE_URL")'] : []),
  ];
  return [block('generator client', generator), block('datasource db', datasource), models].join('\n');
}

function block(head: string, lines: readonly string[]): string {
  return `${head} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}
