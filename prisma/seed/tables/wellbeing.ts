import { cycle, overall, perUser, type TableSeed } from '../context';
import { ARTICLES, TRIGGERS } from '../words';

const CONTEXTS = ['MISSION', 'CONTENT', 'ASSESSMENT', 'SESSION'] as const;
const VARIANTS = ['balanced', 'retention-first'];
const OUTCOMES = ['RETENTION', 'COMPLETION', 'SATISFACTION', 'TIME_EFFICIENCY'] as const;

/** Over so many days the articles were published. */
const ARTICLE_DAYS = 72;

/** Stories 5.4, 5.5 and 5.6: load and burnout, personalisation, articles. */
export const wellbeingTables: TableSeed[] = [
  {
    table: 'cognitive_load_metrics',
    rows: (seed) => {
      const { loadPerUser: count, sessionsPerUser } = seed.plan;
      return perUser(seed, 'cognitive_load_metrics', count, ({ user, u, k, random }) => {
        const score = random.decimal(10, 95, 2);
        return {
          userId: user,
          sessionId: `session-${u}-${Math.floor((k * sessionsPerUser) / count)}`,
          measured_at: seed.at(Math.floor(seed.spread(k, count)), cycle([7, 14, 19], k) + random.next()),
          loadScore: score,
          stressIndicators: score > 70 ? [{ type: 'errorRate', value: random.decimal(0.3, 0.7, 2) }] : [],
          confidence: random.decimal(0.5, 0.98),
        };
      });
    },
  },
  {
    table: 'burnout_risk_assessments',
    rows: (seed) =>
      perUser(seed, 'burnout_risk_assessments', seed.plan.epic5PerUser, ({ user, k, n, random }) => {
        const score = random.decimal(5, 95, 2);
        return {
          id: `burnout-${n}`,
          userId: user,
          assessmentDate: seed.at(seed.spread(k, seed.plan.epic5PerUser), 22),
          riskScore: score,
          riskLevel: score < 30 ? 'LOW' : score < 55 ? 'MEDIUM' : score < 80 ? 'HIGH' : 'CRITICAL',
          contributingFactors: { intensity: random.decimal(0, 1, 2), irregularity: random.decimal(0, 1, 2) },
          recommendations: score < 55 ? [] : ['Take a day off', 'Shorten the next sessions'],
          daysSinceLastBreak: random.int(0, 14),
          confidence: random.decimal(0.5, 0.98),
        };
      }),
  },
  {
    table: 'stress_response_patterns',
    rows: (seed) =>
      perUser(seed, 'stress_response_patterns', TRIGGERS.length, ({ user, k, n, random }) => ({
        id: `stress-${n}`,
        userId: user,
        triggerType: cycle(TRIGGERS, k),
        responseProfile: { onsetMinutes: random.int(5, 60), errorIncrease: random.decimal(0.05, 0.4, 2) },
        avgLoadIncrease: random.decimal(5, 40, 2),
        recoveryHours: random.decimal(1, 48, 2),
        copingStrategies: k % 2 === 0 ? ['short walk', 'lighter review'] : [],
        occurrenceCount: random.int(2, 20),
        confidence: random.decimal(0.5, 0.95),
        firstDetectedAt: seed.at(seed.plan.days - k),
        lastOccurredAt: seed.at(2 + 3 * k),
      })),
  },
  {
    table: 'personalization_preferences',
    rows: (seed) =>
      perUser(seed, 'personalization_preferences', 1, ({ user, u, n }) => ({
        id: `preferences-${n}`,
        userId: user,
        level: cycle(['HIGH', 'MEDIUM', 'LOW', 'NONE'], u),
        autoAdaptEnabled: u % 2 === 0,
        disabledFeatures: u % 3 === 1 ? ['reminders'] : [],
        dailyReminderAt: '07:30:00',
        resetAt: null,
        updatedAt: seed.at(5),
      })),
  },
  {
    table: 'personalization_configs',
    rows: (seed) =>
      perUser(seed, 'personalization_configs', seed.plan.configsPerUser, ({ user, k, n, random }) => ({
        id: `config-${n}`,
        userId: user,
        context: cycle(CONTEXTS, k),
        strategyVariant:
          VARIANTS[Math.floor(k / CONTEXTS.length)] ?? `trial-${Math.floor(k / CONTEXTS.length)}`,
        parameters: { weight: random.decimal(0.1, 1, 2) },
        isActive: k < CONTEXTS.length,
        activatedAt: seed.at(60 - (k % 60)),
        deactivatedAt: k < CONTEXTS.length ? null : seed.at(20),
      })),
  },
  {
    table: 'personalization_effectiveness',
    rows: (seed) =>
      perUser(seed, 'personalization_effectiveness', seed.plan.epic5PerUser, ({ user, u, k, n, random }) => {
        const [baseline, current] = [random.decimal(0.3, 0.7, 4), random.decimal(0.4, 0.95, 4)];
        return {
          id: `effectiveness-${n}`,
          userId: user,
          configId: `config-${u * seed.plan.configsPerUser + (k % seed.plan.configsPerUser)}`,
          metric: cycle(OUTCOMES, k),
          baselineValue: baseline,
          currentValue: current,
          improvementPercent: Number(((current / baseline - 1) * 100).toFixed(3)),
          correlation: random.decimal(-0.2, 0.9),
          sampleSize: random.int(10, 200),
          periodStart: seed.day(7 * k + 7),
          periodEnd: seed.day(7 * k),
          measuredAt: seed.at(seed.spread(k, seed.plan.epic5PerUser), 3),
        };
      }),
  },
  {
    table: 'personalization_outcomes',
    rows: (seed) =>
      perUser(seed, 'personalization_outcomes', seed.plan.epic5PerUser, ({ user, u, k, n, random }) => ({
        id: `outcome-${n}`,
        userId: user,
        configId:
          k % 5 === 0 ? null : `config-${u * seed.plan.configsPerUser + (k % seed.plan.configsPerUser)}`,
        outcomeType: cycle(OUTCOMES, k),
        value: random.decimal(0, 1, 4),
        context: { sessionLengthMinutes: random.int(20, 90) },
        recordedAt: seed.at(seed.spread(k, seed.plan.epic5PerUser), 20),
      })),
  },
  {
    table: 'personalization_experiments',
    rows: (seed) =>
      overall('personalization_experiments', seed.plan.experiments, (n, random) => ({
        createdAt: seed.at(100),
        id: `experiment-${n}`,
        name: `Experiment ${n + 1}`,
        hypothesis: 'Shorter sessions keep retention and cost less time.',
        experimentType: cycle(['AB_TEST', 'MULTIVARIATE', 'BANDIT'], n),
        status: cycle(['ACTIVE', 'COMPLETED', 'ACTIVE', 'DRAFT', 'PAUSED', 'CANCELLED'], n),
        variants: ['control', 'short'],
        successMetric: cycle(OUTCOMES, n),
        targetUserCount: random.int(10, 60),
        startDate: seed.day(90 - 10 * (n % 9) + Math.floor(n / 9)),
        endDate: n % 2 === 0 ? null : seed.day(30 - (n % 9)),
      })),
  },
  {
    table: 'experiment_assignments',
    rows: (seed) =>
      perUser(seed, 'experiment_assignments', seed.plan.experiments, ({ user, k, n, random }) => ({
        id: `assignment-${n}`,
        experimentId: `experiment-${k}`,
        userId: user,
        variant: random.pick(['control', 'short']),
        metrics: { retention: random.decimal(0.4, 0.9, 2) },
        assignedAt: seed.at(80 - 5 * (k % 16)),
        completedAt: null,
      })),
  },
  {
    table: 'learning_articles',
    rows: (seed) =>
      overall('learning_articles', seed.plan.articles, (n) => ({
        id: `article-${n}`,
        slug: `article-${n}`,
        follows_id: n < ARTICLES.length ? null : `article-${n - ARTICLES.length}`,
        title: `${cycle(ARTICLES, n)}${n < ARTICLES.length ? '' : `, part ${Math.floor(n / ARTICLES.length) + 1}`}`,
        summary: 'What the studies say, and what to do with it today.',
        content: 'Three findings, one example from the wards, one exercise.',
        category: cycle(
          [
            'SPACED_REPETITION',
            'ACTIVE_RECALL',
            'COGNITIVE_LOAD',
            'SLEEP_AND_MEMORY',
            'METACOGNITION',
            'STRESS_AND_PERFORMANCE',
          ],
          n,
        ),
        readTimeMinutes: 3 + (n % 9),
        tags: ['learning science'],
        externalResources: [],
        publishedAt:
          n === seed.plan.articles - 1 ? null : seed.at((ARTICLE_DAYS * n) / seed.plan.articles + 1, 8),
        updatedAt: seed.at((ARTICLE_DAYS * n) / seed.plan.articles, 9),
      })),
  },
  {
    table: 'article_reads',
    rows: (seed) =>
      perUser(seed, 'article_reads', seed.plan.epic5PerUser, ({ user, k, n, random }) => ({
        id: `article-read-${n}`,
        userId: user,
        articleId: `article-${k % seed.plan.articles}`,
        readAt: seed.at(seed.spread(k, seed.plan.epic5PerUser), 21),
        readSeconds: random.int(40, 700),
        completed: random.chance(0.7),
        rating: random.chance(0.5) ? random.int(2, 5) : null,
        notes: null,
      })),
  },
];
