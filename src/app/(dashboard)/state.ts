import { cache } from 'react';
import { dashboardState } from '@/server/dashboard/dashboard';

/** The one place from which the pages get the state; once per request. */
export const readState = cache(dashboardState);
