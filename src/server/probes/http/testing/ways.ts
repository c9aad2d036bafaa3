import type { WayGroup } from './way';
import { BODIES } from './ways-of-bodies';
import { POSTGRES } from './ways-of-postgres';
import { NEXT, PRISMA } from './ways-of-prisma';
import { REDIRECTS, STATUSES } from './ways-of-statuses';
import { WIRE } from './ways-of-the-wire';
import { TIME } from './ways-of-time';

/** Every way in which the test server misbehaves over plain HTTP, in the order of the documentation. */
export const WAYS: readonly WayGroup[] = [WIRE, BODIES, REDIRECTS, STATUSES, PRISMA, NEXT, POSTGRES, TIME];
