import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const RuntimeModel = z.object({
  models: z.record(z.string(), z.looseObject({ fields: z.array(z.looseObject({ type: z.string() })) })),
});

/** The two files of a generated client that name its models where it runs. */
export type ClientTexts = { class: string; namespace: string };

const fileOf = (dir: string, name: string) => join(dir, 'internal', `${name}.ts`);

export async function readClientTexts(dir: string): Promise<ClientTexts> {
  return {
    class: await readFile(fileOf(dir, 'class'), 'utf8'),
    namespace: await readFile(fileOf(dir, 'prismaNamespace'), 'utf8'),
  };
}

export async function writeClientTexts(dir: string, texts: ClientTexts): Promise<void> {
  await writeFile(fileOf(dir, 'class'), texts.class);
  await writeFile(fileOf(dir, 'prismaNamespace'), texts.namespace);
}

/**
 * What Prisma would have generated before a model existed: no block of it in the schema inside, no relation to it, no
 * delegate. It is made by editing, since generating takes a second and more.
 */
export function clientWithout(model: string, texts: ClientTexts): ClientTexts {
  return {
    class: texts.class
      .split('\n')
      .map((line) => withoutInSchema(line, model))
      .map((line) => withoutAtRunTime(line, model))
      .join('\n'),
    namespace: replaceOnce(texts.namespace, new RegExp(`^  ${model}: '${model}',?\\n`, 'm'), () => ''),
  };
}

/** The text of the schema that a client carries. */
export function schemaInside(texts: ClientTexts): string {
  const quoted = /^\s*"inlineSchema": (".*"),$/m.exec(texts.class)?.[1];
  if (quoted === undefined) throw new Error('The client carries no schema.');
  return z.string().parse(JSON.parse(quoted));
}

function withoutInSchema(line: string, model: string): string {
  const [, before, quoted, after] = /^(\s*"inlineSchema": )(".*")(,)$/.exec(line) ?? [];
  if (quoted === undefined) return line;
  const block = new RegExp(`^model ${model} \\{\\n(?:.*\\n)*?\\}\\n`, 'm');
  const relation = new RegExp(`^\\s+\\w+\\s+${model}(?:\\[\\]|\\?)?(?:\\s.*)?\\n`, 'gm');
  const schema = replaceOnce(z.string().parse(JSON.parse(quoted)), block, () => '').replace(relation, '');
  return `${before}${JSON.stringify(schema)}${after}`;
}

function withoutAtRunTime(line: string, model: string): string {
  const [, before, quoted, after] =
    /^(config\.runtimeDataModel = JSON\.parse\()(".*")(\).*)$/.exec(line) ?? [];
  if (quoted === undefined) return line;
  const whole = z.looseObject(RuntimeModel.shape).parse(JSON.parse(z.string().parse(JSON.parse(quoted))));
  const models = Object.entries(whole.models)
    .filter(([name]) => name !== model)
    .map(([name, one]) => [name, { ...one, fields: one.fields.filter(({ type }) => type !== model) }]);
  const text = JSON.stringify({ ...whole, models: Object.fromEntries(models) });
  return `${before}${JSON.stringify(text)}${after}`;
}

function replaceOnce(text: string, pattern: RegExp, by: () => string): string {
  if (!pattern.test(text)) throw new Error(`The client has nothing that ${pattern} finds.`);
  return text.replace(pattern, by);
}
