'use client';
import dynamic from 'next/dynamic';

/** Parts that most visits do not show: rendered by the server where they are needed, and fetched only then. */
export const NoRun = dynamic(() => import('./no-run').then((part) => part.NoRun));
export const ApplicationTypes = dynamic(() =>
  import('./client/application-types').then((part) => part.ApplicationTypes),
);
export const CauseDetail = dynamic(() => import('./overview/cause-detail').then((part) => part.CauseDetail));
export const FindingDetail = dynamic(() => import('./finding-card').then((part) => part.FindingDetail));
export const JobView = dynamic(() => import('./job-view').then((part) => part.JobView));
export const TableDetail = dynamic(() => import('./database/table-detail').then((part) => part.TableDetail));
export const EnumTable = dynamic(() => import('./database/enum-table').then((part) => part.EnumTable));
export const OtherTable = dynamic(() => import('./database/other-table').then((part) => part.OtherTable));
export const RepairView = dynamic(() => import('./database/repair-view').then((part) => part.RepairView));
export const RehearsalView = dynamic(() =>
  import('./database/rehearsal-view').then((part) => part.RehearsalView),
);
export const MigrationTable = dynamic(() =>
  import('./database/migration-table').then((part) => part.MigrationTable),
);
export const DelegateDetail = dynamic(() =>
  import('./client/delegate-detail').then((part) => part.DelegateDetail),
);
export const EndpointDetail = dynamic(() =>
  import('./endpoints/endpoint-detail').then((part) => part.EndpointDetail),
);
export const UntestedRoutes = dynamic(() =>
  import('./endpoints/untested-routes').then((part) => part.UntestedRoutes),
);
export const QueryDetail = dynamic(() => import('./indexes/query-detail').then((part) => part.QueryDetail));
export const IndexDetail = dynamic(() => import('./indexes/index-detail').then((part) => part.IndexDetail));
