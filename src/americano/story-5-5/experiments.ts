import { z } from 'zod';
import { defineRoute, HOT } from '../definition';
import { flag, Pagination, pageParams, pagination, slice } from '../params';
import { Count, ExperimentStatus, ExperimentType, JsonColumn, Moment, OutcomeType } from '../words';

export const ExperimentsResponse = z.object({
  experiments: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      hypothesis: z.string(),
      experimentType: ExperimentType,
      status: ExperimentStatus,
      variants: JsonColumn,
      successMetric: OutcomeType,
      targetUserCount: Count,
      participants: Count,
      startDate: Moment,
      endDate: Moment.nullable(),
      /** The user's own part in it; null when the user has none. */
      assignment: z
        .object({
          variant: z.string(),
          assignedAt: Moment,
          completedAt: Moment.nullable(),
          metrics: JsonColumn,
        })
        .nullable(),
    }),
  ),
  byStatus: z.array(z.object({ status: ExperimentStatus, count: Count })),
  pagination: Pagination,
});

/** Experiments, latest first, also of one status, with the variant that the user got; `mine=true` leaves out the others. */
export const experiments = defineRoute({
  path: '/api/personalization/experiments',
  story: '5.5',
  models: ['PersonalizationExperiment', 'ExperimentAssignment'],
  query: z.strictObject({
    status: ExperimentStatus.optional(),
    mine: flag.default(false),
    ...pageParams,
  }),
  response: ExperimentsResponse,
  cache: HOT,
  async handle({ client, user, query }) {
    const userId = user.id;
    const where = {
      ...(query.status ? { status: query.status } : {}),
      ...(query.mine ? { assignments: { some: { userId } } } : {}),
    };
    const [rows, total, groups] = await Promise.all([
      client.personalizationExperiment.findMany({
        where,
        orderBy: [{ startDate: 'desc' }, { id: 'asc' }],
        ...slice(query),
        include: { assignments: { where: { userId } }, _count: { select: { assignments: true } } },
      }),
      client.personalizationExperiment.count({ where }),
      client.personalizationExperiment.groupBy({
        by: ['status'],
        _count: { _all: true },
        orderBy: { status: 'asc' },
      }),
    ]);
    return {
      experiments: rows.map((row) => ({
        ...row,
        participants: row._count.assignments,
        assignment: row.assignments[0] ?? null,
      })),
      byStatus: groups.map((group) => ({ status: group.status, count: group._count._all })),
      pagination: pagination(query, total),
    };
  },
});
