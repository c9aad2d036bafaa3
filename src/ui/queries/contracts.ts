/**
 * The schemas that the browser parses with. Imported lazily only (`import('./contracts')`): zod is not needed for the
 * first paint and would be a fifth of the first load.
 */
export { DashboardState } from '@/shared/dashboard';
export { DashboardEvent } from '@/shared/events';
export { ErrorBody, StartRunResponse } from '@/shared/http';
export { IncidentNote } from '@/shared/incident-notes';
export { Job } from '@/shared/job';
export { NotificationState, NotificationTested } from '@/shared/notification';
export { ObjectDetail } from '@/shared/objects';
export { RowsPage } from '@/shared/rows';
export { RunComparison, RunHistory } from '@/shared/run-history';
export { ScheduleState } from '@/shared/schedule';
export { SignOff, SignOffState } from '@/shared/sign-off';
export { KeptWaiver, WaiverList } from '@/shared/waivers';
