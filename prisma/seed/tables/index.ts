import type { TableSeed } from '../context';
import { activityTables } from './activity';
import { contentTables } from './content';
import { patternTables } from './patterns';
import { struggleTables } from './struggle';
import { studyTables } from './study';
import { wellbeingTables } from './wellbeing';

/** All 66 tables, each after those that its foreign keys point to. */
export const allTables: TableSeed[] = [
  ...studyTables,
  ...activityTables,
  ...contentTables,
  ...patternTables,
  ...struggleTables,
  ...wellbeingTables,
];
