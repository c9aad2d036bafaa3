import { z } from 'zod';
import { defineRoute, HOT } from '../definition';
import { flag, Pagination, pageParams, pagination, slice } from '../params';
import { ArticleCategory, Count, JsonColumn, Moment } from '../words';

export const ArticlesResponse = z.object({
  articles: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      title: z.string(),
      summary: z.string(),
      category: ArticleCategory,
      readTimeMinutes: Count,
      tags: z.array(z.string()),
      externalResources: JsonColumn,
      publishedAt: Moment,
      /** The article that this one continues, where it is part of a series. */
      follows: z.object({ slug: z.string(), title: z.string() }).nullable(),
      /** The user's latest reading of it; null when unread. */
      lastRead: z.object({ readAt: Moment, completed: z.boolean() }).nullable(),
    }),
  ),
  byCategory: z.array(z.object({ category: ArticleCategory, count: Count })),
  pagination: Pagination,
});

/** Published articles, latest first, also of one category or tag, or only those that the user has not read. */
export const articles = defineRoute({
  path: '/api/learning/articles',
  story: '5.6',
  models: ['LearningArticle', 'ArticleRead'],
  query: z.strictObject({
    category: ArticleCategory.optional(),
    tag: z.string().trim().min(1).max(60).optional(),
    unread: flag.default(false),
    ...pageParams,
  }),
  response: ArticlesResponse,
  cache: HOT,
  async handle({ client, user, query }) {
    const userId = user.id;
    const published = { publishedAt: { not: null } };
    const where = {
      ...published,
      ...(query.category ? { category: query.category } : {}),
      ...(query.tag ? { tags: { has: query.tag } } : {}),
      ...(query.unread ? { reads: { none: { userId } } } : {}),
    };
    const [rows, total, groups] = await Promise.all([
      client.learningArticle.findMany({
        where,
        orderBy: [{ publishedAt: 'desc' }, { id: 'asc' }],
        ...slice(query),
        omit: { content: true },
        include: {
          follows: { select: { slug: true, title: true } },
          reads: { where: { userId }, orderBy: { readAt: 'desc' }, take: 1 },
        },
      }),
      client.learningArticle.count({ where }),
      client.learningArticle.groupBy({
        by: ['category'],
        where: published,
        _count: { _all: true },
        orderBy: { category: 'asc' },
      }),
    ]);
    return {
      articles: rows.flatMap(({ publishedAt, reads, ...row }) =>
        publishedAt === null ? [] : [{ ...row, publishedAt, lastRead: reads[0] ?? null }],
      ),
      byCategory: groups.map((group) => ({ category: group.category, count: group._count._all })),
      pagination: pagination(query, total),
    };
  },
});
