/** The names that `--size` knows. */
export const SIZE_NAMES = ['small', 'demo', 'large'] as const;
export type SizeName = (typeof SIZE_NAMES)[number];

/** How many rows; those of `PerUser` for each user with data. */
export type SizePlan = {
  activeUsers: number;
  /** How far back the data reach. */
  days: number;
  coursesPerUser: number;
  lecturesPerCourse: number;
  objectivesPerLecture: number;
  chunksPerLecture: number;
  cardsPerLecture: number;
  sessionsPerUser: number;
  reviewsPerUser: number;
  eventsPerUser: number;
  performancePerUser: number;
  loadPerUser: number;
  missionsPerUser: number;
  /** What Epic 5 keeps of a user: patterns, insights, recommendations, predictions, measurements, articles read. */
  epic5PerUser: number;
  configsPerUser: number;
  experiments: number;
  articles: number;
  /** Tables without a figure of their own. */
  fewPerUser: number;
  /** Rows of all users in turn, as an application writes them; otherwise one user's after the other's. */
  interleaved: boolean;
  concepts: number;
};

/** `small` for tests, `demo` by default, `large` with a million rows in the hot tables. */
export const SIZES: Record<SizeName, SizePlan> = {
  small: {
    activeUsers: 2,
    days: 60,
    coursesPerUser: 2,
    lecturesPerCourse: 3,
    objectivesPerLecture: 3,
    chunksPerLecture: 3,
    cardsPerLecture: 4,
    sessionsPerUser: 15,
    reviewsPerUser: 30,
    eventsPerUser: 30,
    performancePerUser: 24,
    loadPerUser: 20,
    missionsPerUser: 15,
    epic5PerUser: 12,
    configsPerUser: 8,
    experiments: 8,
    articles: 24,
    fewPerUser: 12,
    interleaved: false,
    concepts: 24,
  },
  demo: {
    activeUsers: 3,
    days: 120,
    coursesPerUser: 3,
    lecturesPerCourse: 5,
    objectivesPerLecture: 3,
    chunksPerLecture: 3,
    cardsPerLecture: 4,
    sessionsPerUser: 120,
    reviewsPerUser: 250,
    eventsPerUser: 400,
    performancePerUser: 180,
    loadPerUser: 150,
    missionsPerUser: 90,
    epic5PerUser: 20,
    configsPerUser: 8,
    experiments: 8,
    articles: 24,
    fewPerUser: 20,
    interleaved: false,
    concepts: 48,
  },
  large: {
    activeUsers: 40,
    days: 365,
    coursesPerUser: 4,
    lecturesPerCourse: 8,
    objectivesPerLecture: 4,
    chunksPerLecture: 4,
    cardsPerLecture: 6,
    sessionsPerUser: 1_500,
    reviewsPerUser: 7_500,
    eventsPerUser: 10_000,
    performancePerUser: 3_840,
    loadPerUser: 3_750,
    missionsPerUser: 300,
    epic5PerUser: 600,
    configsPerUser: 200,
    experiments: 400,
    articles: 2_400,
    fewPerUser: 60,
    interleaved: true,
    concepts: 480,
  },
};
