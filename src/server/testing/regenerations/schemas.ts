const GENERATORS = [
  ['app', 'prisma-client', '../src/generated/americano'],
  ['js', 'prisma-client-js', '../src/js'],
  ['linked', 'prisma-client', '../src/linked'],
] as const;

/** The clients of the schema, by the folder below `src` that each is written into. */
export const CLIENTS = { app: 'generated/americano', js: 'js', linked: 'linked' } as const;
export type ClientName = keyof typeof CLIENTS;

/** Two schemas with three clients each; the second has a model more. Their tables are those of `TEST_TABLES`. */
export const SCHEMAS: readonly [string, string] = [schema(false), schema(true)];

function schema(withPosts: boolean): string {
  const generators = GENERATORS.map(
    ([name, provider, output]) =>
      `generator ${name} {\n  provider = "${provider}"\n  output   = "${output}"\n}\n`,
  );
  const post = `model Post {
  id     Int    @id @default(autoincrement())
  userId String
  user   User   @relation(fields: [userId], references: [id])

  @@map("posts")
}
`;
  return `${generators.join('\n')}
datasource db {
  provider = "postgresql"
}

enum Mood {
  HAPPY
  SAD
}

model User {
  id    String @id
  mood  Mood
${withPosts ? '  posts Post[]\n' : ''}
  @@map("users")
}
${withPosts ? `\n${post}` : ''}`;
}
