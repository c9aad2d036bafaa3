import type { GeneratedClient } from '../../shared/client';

type Runs = Pick<GeneratedClient, 'engineType' | 'version'>;

/** `struggleIndicator`: what code calls the delegate of a model. */
export function delegateOf(model: string): string {
  return `${model.charAt(0).toLowerCase()}${model.slice(1)}`;
}

/**
 * What a read throws where a value is not of the field's kind. Tried with the clients of 6.17, 6.19 and 7.10 that have no
 * native engine; for the native ones it is what Prisma's reference says.
 */
export function conversionError({ engineType, version }: Runs): string {
  if (engineType !== 'client') return 'P2032 or P2023';
  return Number.parseInt(version, 10) >= 7 ? 'P2023' : 'an error without a code';
}

/** What a read does with a null where the field allows none. */
export function nullWhereNone({ engineType }: Runs, delegate: string): string {
  return engineType === 'client'
    ? `${delegate}.findMany() hands out a null that the field's type does not allow`
    : `${delegate}.findMany() throws P2032 on a row with null`;
}

/** What a write of a value throws that the enum of the database does not have. */
export function unknownValueError({ version }: Runs): string {
  return Number.parseInt(version, 10) >= 7 ? 'P2007, 22P02' : '22P02';
}
