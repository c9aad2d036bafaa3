import { z } from 'zod';
import { defineRoute } from '../definition';
import {
  between,
  flag,
  Pagination,
  pageParams,
  pagination,
  RANGE_FAULT,
  rangeInOrder,
  rangeParams,
  slice,
} from '../params';
import { ArticleCategory, Count, Moment } from '../words';

const SUGGESTIONS = 3;

export const ArticleReadsResponse = z.object({
  reads: z.array(
    z.object({
      id: z.string(),
      readAt: Moment,
      readSeconds: Count,
      completed: z.boolean(),
      rating: z.number().int().nullable(),
      notes: z.string().nullable(),
      article: z.object({
        id: z.string(),
        slug: z.string(),
        title: z.string(),
        category: ArticleCategory,
        readTimeMinutes: Count,
      }),
    }),
  ),
  totals: z.object({
    reads: Count,
    completed: Count,
    articles: Count,
    readSeconds: Count,
    averageRating: z.number().nullable(),
  }),
  /** Published articles that the user has not read, latest first. */
  suggestions: z.array(z.object({ slug: z.string(), title: z.string(), category: ArticleCategory })),
  pagination: Pagination,
});

/** What the user has read, latest first, also of one article, and what is left to read. */
export const articleReads = defineRoute({
  path: '/api/learning/article-reads',
  story: '5.6',
  models: ['ArticleRead', 'LearningArticle'],
  query: z
    .strictObject({
      articleId: z
        .string()
        .regex(/^[\w-]{1,64}$/, 'must be the id of an article')
        .optional(),
      completed: flag.optional(),
      ...rangeParams,
      ...pageParams,
    })
    .refine(rangeInOrder, RANGE_FAULT),
  response: ArticleReadsResponse,
  async handle({ client, user, query }) {
    const userId = user.id;
    const readAt = between(query);
    const where = {
      userId,
      ...(query.articleId ? { articleId: query.articleId } : {}),
      ...(query.completed === undefined ? {} : { completed: query.completed }),
      ...(readAt ? { readAt } : {}),
    };
    const [reads, total, sums, completed, perArticle, suggestions] = await Promise.all([
      client.articleRead.findMany({
        where,
        orderBy: [{ readAt: 'desc' }, { id: 'asc' }],
        ...slice(query),
        include: {
          article: { select: { id: true, slug: true, title: true, category: true, readTimeMinutes: true } },
        },
      }),
      client.articleRead.count({ where }),
      client.articleRead.aggregate({
        where: { userId },
        _count: { _all: true },
        _sum: { readSeconds: true },
        _avg: { rating: true },
      }),
      client.articleRead.count({ where: { userId, completed: true } }),
      client.articleRead.groupBy({ by: ['articleId'], where: { userId } }),
      client.learningArticle.findMany({
        where: { publishedAt: { not: null }, reads: { none: { userId } } },
        orderBy: { publishedAt: 'desc' },
        take: SUGGESTIONS,
        select: { slug: true, title: true, category: true },
      }),
    ]);
    return {
      reads,
      totals: {
        reads: sums._count._all,
        completed,
        articles: perArticle.length,
        readSeconds: sums._sum.readSeconds ?? 0,
        averageRating: sums._avg.rating,
      },
      suggestions,
      pagination: pagination(query, total),
    };
  },
});
