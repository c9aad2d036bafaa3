import type { GeneratedClient } from '../../shared/client';
import type { ClientChange } from '../../shared/regeneration';

/** Everything that a change of clients touched, as code calls it: models and their delegates, fields, enums, values. Pure. */
export function changedNames(changes: readonly ClientChange[]): Set<string> {
  const names = changes.flatMap(({ models, enums }) => [
    ...[...models.added, ...models.removed].flatMap((name) => [name, delegateOf(name)]),
    ...models.changed.flatMap(({ fields }) => [
      ...fields.added,
      ...fields.removed,
      ...fields.changed.map((text) => text.split(':')[0] ?? ''),
    ]),
    ...enums.added,
    ...enums.removed,
    ...enums.changed.flatMap(({ name, values }) => [name, ...values.added, ...values.removed]),
  ]);
  return new Set(names.filter((name) => name !== ''));
}

/** What code may call of clients: their models with the delegates, and their enums. Pure. */
export function clientNames(clients: readonly Pick<GeneratedClient, 'models' | 'enums'>[]): Set<string> {
  return new Set(
    clients.flatMap(({ models, enums }) => [
      ...models.flatMap(({ name }) => [name, delegateOf(name)]),
      ...enums.map(({ name }) => name),
    ]),
  );
}

/** `StrugglePrediction` → `strugglePrediction`. */
function delegateOf(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}
