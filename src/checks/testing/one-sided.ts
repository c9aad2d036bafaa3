/**
 * Checks that hold a database against nothing but itself: they find a design wanting however truly it was carried out, so
 * they take no part where two sides are compared.
 */
export const ONE_SIDED: ReadonlySet<string> = new Set([
  'index-duplicates',
  'index-redundancy',
  'foreign-key-cover',
  'table-keys',
]);
